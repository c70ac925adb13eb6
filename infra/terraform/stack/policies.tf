# What each function class may do. Asserted in tests/: no wildcard but those of `wildcards`, each with its reason.
locals {
  arn_prefix = {
    queue    = "arn:${local.partition}:sqs:${var.region}:${local.account}:${local.queue_prefix}"
    function = "arn:${local.partition}:lambda:${var.region}:${local.account}:function:${var.name}-"
    logs     = "arn:${local.partition}:logs:${var.region}:${local.account}:log-group:/aws/lambda/${var.name}-"
    database = "arn:${local.partition}:rds-db:${var.region}:${local.account}:dbuser:${module.database.resource_id}"
  }

  queue_arns = sort([for queue in local.queues : "${local.arn_prefix.queue}${queue}"])
  all_queue_arns = sort(distinct(concat(
    local.queue_arns,
    [for queue in local.queues : "${local.arn_prefix.queue}${queue}-dead" if !endswith(queue, "-dead")],
  )))

  base_statements = {
    for class, one in local.classes : class => [
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [for name in one.functions : "${local.arn_prefix.logs}${name}:log-stream:*"]
      },
      {
        Sid      = "Trace"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = ["*"]
      },
      {
        Sid      = "Network"
        Effect   = "Allow"
        Action   = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"]
        Resource = ["*"]
      },
      {
        Sid      = "Database"
        Effect   = "Allow"
        Action   = ["rds-db:connect"]
        Resource = concat(["${local.arn_prefix.database}/freehold_app"], contains(one.uses, "retention") ? ["${local.arn_prefix.database}/freehold_retention"] : [])
      },
      {
        Sid      = "Send"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage", "sqs:GetQueueUrl"]
        Resource = local.queue_arns
      },
      {
        Sid      = "Wake"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
        Resource = [aws_dynamodb_table.wake.arn]
      },
      {
        Sid      = "RowSecrets"
        Effect   = "Allow"
        Action   = ["kms:GenerateDataKey", "kms:Decrypt"]
        Resource = [aws_kms_key.data.arn]
      },
      {
        # Messages, bundles, secrets and the wake table are encrypted with it.
        Sid      = "Encryption"
        Effect   = "Allow"
        Action   = ["kms:GenerateDataKey", "kms:Decrypt"]
        Resource = [aws_kms_key.main.arn]
      },
      {
        Sid      = "Secrets"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = concat([for secret in local.secrets_of[class] : aws_secretsmanager_secret.main[secret].arn], contains(one.uses, "owner") ? [module.database.owner_secret_arn] : [])
      },
    ]
  }

  # By what the code says it uses (@Uses).
  use_statements = {
    store = [
      { Sid = "Store", Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource = ["${aws_s3_bucket.main["bundles"].arn}/*"] },
      { Sid = "StoreList", Effect = "Allow", Action = ["s3:ListBucket"], Resource = [aws_s3_bucket.main["bundles"].arn] },
    ]
    anchors = [
      { Sid = "Anchors", Effect = "Allow", Action = ["s3:PutObject", "s3:GetObject"], Resource = ["${aws_s3_bucket.main["anchors"].arn}/*"] },
      { Sid = "AnchorsLock", Effect = "Allow", Action = ["s3:PutObjectRetention"], Resource = ["${aws_s3_bucket.main["anchors"].arn}/*"] },
    ]
    mail = [
      { Sid = "Mail", Effect = "Allow", Action = ["ses:SendEmail", "ses:SendRawEmail"], Resource = [aws_sesv2_email_identity.main.arn, aws_sesv2_configuration_set.main.arn] },
    ]
    alerts = [
      { Sid = "Alerts", Effect = "Allow", Action = ["sns:Publish"], Resource = [local.alarm_topic_arn] },
    ]
    queues = [
      { Sid = "Queues", Effect = "Allow", Action = ["sqs:GetQueueUrl", "sqs:GetQueueAttributes"], Resource = local.all_queue_arns },
      { Sid = "Redrive", Effect = "Allow", Action = ["sqs:StartMessageMoveTask", "sqs:ListMessageMoveTasks", "sqs:ReceiveMessage", "sqs:DeleteMessage"], Resource = [for arn in local.all_queue_arns : arn if endswith(arn, "-dead")] },
    ]
    schedules = [
      { Sid = "Schedules", Effect = "Allow", Action = ["lambda:InvokeFunction"], Resource = sort(flatten([for name, one in local.cron_functions : ["${local.arn_prefix.function}${name}", "${local.arn_prefix.function}${name}:live"]])) },
    ]
    stripe     = []
    cloudflare = []
    github     = []
    platforms  = []
    providers  = []
    owner      = []
    retention  = []
  }

  # Secrets of a class: the pepper, and those that its code says it uses.
  secrets_of = {
    for class, one in local.classes : class => concat(["keys"], sort(setintersection(one.uses, ["stripe", "cloudflare", "github", "platforms", "providers"])))
  }

  consume_statements = {
    for class, one in local.classes : class => length(one.queues) == 0 ? [] : [{
      Sid      = "Consume"
      Effect   = "Allow"
      Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"]
      Resource = [for queue in one.queues : "${local.arn_prefix.queue}${queue}"]
    }]
  }

  missed_statements = {
    for class, one in local.classes : class => anytrue([for name in one.functions : contains(keys(local.cron_functions), name)]) ? [{
      Sid      = "Missed"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = [aws_sqs_queue.missed.arn]
    }] : []
  }

  policies = {
    for class, one in local.classes : class => {
      Version = "2012-10-17"
      Statement = concat(
        local.base_statements[class],
        local.consume_statements[class],
        local.missed_statements[class],
        flatten([for use in one.uses : local.use_statements[use]]),
      )
    }
  }
}

resource "aws_iam_role" "function" {
  for_each = local.classes

  name        = "${var.name}-${each.key}"
  description = "Functions of ${each.key}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = ["sts:AssumeRole"]
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  for_each = local.classes

  name   = "function"
  role   = aws_iam_role.function[each.key].id
  policy = jsonencode(local.policies[each.key])
}
