resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.kms_key_arn
}

data "aws_caller_identity" "current" {}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Watchers"
      Effect    = "Allow"
      Principal = { Service = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] }
      Action    = ["sns:Publish"]
      Resource  = [aws_sns_topic.alarms.arn]
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

resource "aws_sns_topic_subscription" "email" {
  for_each = var.emails

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.key
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  for_each = var.dead_queue_names

  alarm_name          = "${var.name}-dead-letters-${each.key}"
  alarm_description   = "Messages that could not be processed lie in ${each.key}; they stay 14 days. ${local.link["dead-letters-${each.key}"]}"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = each.key }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_metric_alarm" "queue_age" {
  for_each = var.queue_names

  alarm_name          = "${var.name}-queue-age-${each.key}"
  alarm_description   = "The oldest message of ${each.key} has waited for more than 15 minutes. ${local.link["queue-age-${each.key}"]}"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = each.key }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 2
  threshold           = 900
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_metric_alarm" "signal" {
  for_each = local.signals

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.text} ${local.link[each.key]}"
  namespace           = "Freehold"
  metric_name         = each.value.metric
  dimensions          = local.ours
  statistic           = each.value.statistic
  period              = 300
  evaluation_periods  = 1
  threshold           = each.value.above
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_metric_alarm" "amazon" {
  for_each = local.amazon

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.text} ${local.link[each.key]}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = 300
  evaluation_periods  = each.value.of
  datapoints_to_alarm = each.value.periods
  threshold           = each.value.above
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = lookup(each.value, "missing", "notBreaching")
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# A call that wakes the paused database waits about 15 s: one in ten may, for a quarter of an hour they may not.
resource "aws_cloudwatch_metric_alarm" "database_wait" {
  alarm_name          = "${var.name}-database-wait"
  alarm_description   = "One call in ten has waited for a connection longer than a second for a quarter of an hour. ${local.link["database-wait"]}"
  namespace           = "Freehold"
  metric_name         = "db.wait_ms"
  dimensions          = local.ours
  extended_statistic  = "p90"
  period              = 300
  evaluation_periods  = 3
  threshold           = 1000
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# The anchor stands daily, some seconds after 00:20: 26 hours without one are a day missed, no late start is.
resource "aws_cloudwatch_metric_alarm" "audit_anchor" {
  alarm_name          = "${var.name}-audit-anchor"
  alarm_description   = "The audit has had no anchor for a day. ${local.link["audit-anchor"]}"
  namespace           = "Freehold"
  metric_name         = "audit.anchored"
  dimensions          = local.ours
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 26
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# More than one in a hundred, and at least three: one failed call in a quiet night wakes nobody.
resource "aws_cloudwatch_metric_alarm" "api_errors" {
  alarm_name          = "${var.name}-api-errors"
  alarm_description   = "More than 1 % of HTTP calls were answered with 5xx. ${local.link["api-errors"]}"
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  threshold           = 1
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "share"
    expression  = "IF(failed > 2, 100 * failed / calls, 0)"
    label       = "5xx in percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { failed = "5xx", calls = "Count" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ApiGateway"
        metric_name = metric_query.value
        dimensions  = { ApiId = var.api_id }
        stat        = "Sum"
        period      = 300
      }
    }
  }
}

# SES puts an account under review at 5 % bounces or 0.1 % complaints.
resource "aws_cloudwatch_metric_alarm" "mail_reputation" {
  alarm_name          = "${var.name}-mail-reputation"
  alarm_description   = "More than 5 % of mails bounce or more than 0.1 % are complained of: SES may stop sending. ${local.link["mail-reputation"]}"
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "bad"
    expression  = "IF(FILL(bounces, 0) > 0.05, 1, 0) + IF(FILL(complaints, 0) > 0.001, 1, 0)"
    label       = "Limits passed"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { bounces = "Reputation.BounceRate", complaints = "Reputation.ComplaintRate" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/SES"
        metric_name = metric_query.value
        stat        = "Maximum"
        period      = 3600
      }
    }
  }
}

resource "aws_budgets_budget" "month" {
  name         = "${var.name}-month"
  budget_type  = "COST"
  limit_amount = tostring(var.monthly_budget)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  cost_filter {
    name   = "TagKeyValue"
    values = [format("user:Environment%s%s", "$", var.environment)]
  }

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }

    content {
      comparison_operator       = "GREATER_THAN"
      notification_type         = notification.key
      threshold                 = notification.value
      threshold_type            = "PERCENTAGE"
      subscriber_sns_topic_arns = [aws_sns_topic.alarms.arn]
    }
  }

  depends_on = [aws_sns_topic_policy.alarms]
}
