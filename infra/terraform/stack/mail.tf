locals {
  mail_domain = trimsuffix(element(split("@", var.mail_from), -1), ">")
}

resource "aws_sesv2_configuration_set" "main" {
  configuration_set_name = var.name

  delivery_options {
    tls_policy = "REQUIRE"
  }

  reputation_options {
    reputation_metrics_enabled = true
  }
}

# DNS records of its proof: output `mail_dkim_tokens`, docs/operating/install.md.
resource "aws_sesv2_email_identity" "main" {
  email_identity         = local.mail_domain
  configuration_set_name = aws_sesv2_configuration_set.main.configuration_set_name
}

# Reports: SES -> SNS -> the queue of core-record-mail-event, as the provider wrote them.
resource "aws_sns_topic" "mail_events" {
  name              = "${var.name}-mail-events"
  kms_master_key_id = aws_kms_key.main.id
}

resource "aws_sns_topic_policy" "mail_events" {
  arn = aws_sns_topic.mail_events.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Ses"
      Effect    = "Allow"
      Principal = { Service = "ses.amazonaws.com" }
      Action    = ["sns:Publish"]
      Resource  = [aws_sns_topic.mail_events.arn]
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
}

resource "aws_sesv2_configuration_set_event_destination" "main" {
  configuration_set_name = aws_sesv2_configuration_set.main.configuration_set_name
  event_destination_name = "reports"

  event_destination {
    enabled              = true
    matching_event_types = ["DELIVERY", "BOUNCE", "COMPLAINT"]

    sns_destination {
      topic_arn = aws_sns_topic.mail_events.arn
    }
  }

  depends_on = [aws_sns_topic_policy.mail_events]
}

resource "aws_sqs_queue_policy" "mail_events" {
  queue_url = module.queue_function["core-record-mail-event"].queue.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Sns"
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = ["sqs:SendMessage"]
      Resource  = [module.queue_function["core-record-mail-event"].queue.arn]
      Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.mail_events.arn } }
    }]
  })
}

resource "aws_sns_topic_subscription" "mail_events" {
  topic_arn            = aws_sns_topic.mail_events.arn
  protocol             = "sqs"
  endpoint             = module.queue_function["core-record-mail-event"].queue.arn
  raw_message_delivery = true

  depends_on = [aws_sqs_queue_policy.mail_events]
}
