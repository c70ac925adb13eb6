locals {
  queue_prefix = "${var.environment}-"

  settings = merge(var.settings, {
    FREEHOLD_ENVIRONMENT          = var.environment
    FREEHOLD_HTTP_API_URL         = "https://${var.api_domain}"
    FREEHOLD_HTTP_APP_URL         = "https://${var.app_domain}"
    FREEHOLD_HTTP_ALLOWED_ORIGINS = join(",", local.allowed_origins)
    FREEHOLD_HTTP_TRUSTED_PROXIES = join(",", local.trusted_proxies)
    FREEHOLD_DATABASE_URL         = "jdbc:postgresql://${module.database.endpoint}:5432/freehold?sslmode=verify-full&sslrootcert=/opt/rds-ca.pem"
    FREEHOLD_DATABASE_USER        = "freehold_app"
    FREEHOLD_DATABASE_AUTH        = "iam"
    FREEHOLD_QUEUE_PREFIX         = local.queue_prefix
    FREEHOLD_KEYS_PROVIDER        = "kms"
    FREEHOLD_KEYS_KMS_KEY         = aws_kms_key.data.arn
    FREEHOLD_STORAGE_REGION       = var.region
    FREEHOLD_STORAGE_BUCKET       = aws_s3_bucket.main["bundles"].bucket
    FREEHOLD_AUDIT_ANCHOR_BUCKET  = aws_s3_bucket.main["anchors"].bucket
    FREEHOLD_ALERTS_TOPIC_ARN     = local.alarm_topic_arn
    FREEHOLD_MAIL_FROM            = var.mail_from
    FREEHOLD_SCHEDULE_TABLE       = aws_dynamodb_table.wake.name
  })

  # All that a function's module needs, by operation.
  function = {
    for name, one in local.functions : name => {
      name      = "${var.name}-${name}"
      operation = name
      package   = local.package[one.domain]
      # Flyway looks for its files by walking the class path, which a native image has not.
      runtime            = one.domain == "migrate" ? "jvm" : var.runtime
      java_runtime       = var.java_runtime
      snap_start         = one.domain != "migrate" # called once a deployment: a snapshot would only be one more thing that can fail
      role_arn           = aws_iam_role.function[local.class_of[name]].arn
      memory_mb          = one.memoryMb
      timeout_seconds    = one.timeoutSec
      concurrency        = local.concurrency[name]
      layers             = [aws_lambda_layer_version.authorities.arn]
      subnet_ids         = module.network.private_subnet_ids
      security_group_id  = module.network.functions_security_group_id
      kms_key_arn        = aws_kms_key.main.arn
      log_retention_days = var.log_retention_days
      environment = merge(
        local.settings,
        { FREEHOLD_SECRETS = join(",", [for secret in local.secrets_of[local.class_of[name]] : aws_secretsmanager_secret.main[secret].arn]) },
        contains(one.uses, "owner") ? { FREEHOLD_DATABASE_OWNER_SECRET = module.database.owner_secret_arn } : {},
      )
    }
  }
}

module "http_function" {
  source   = "../modules/http_function"
  for_each = local.http_functions

  function        = local.function[each.key]
  routes          = local.route_keys[each.key]
  api             = { id = aws_apigatewayv2_api.main.id, execution_arn = aws_apigatewayv2_api.main.execution_arn }
  alarm_topic_arn = local.alarm_topic_arn

  deployment = var.gradual_deployment ? {
    application   = aws_codedeploy_app.main[0].name
    role_arn      = aws_iam_role.codedeploy[0].arn
    configuration = "CodeDeployDefault.LambdaCanary10Percent5Minutes"
  } : null

  depends_on = [aws_iam_role_policy.function]
}

module "queue_function" {
  source   = "../modules/queue_function"
  for_each = local.queue_functions

  function   = local.function[each.key]
  queue_name = "${local.queue_prefix}${each.value.queue}"
  running    = var.running

  dead_reader_timeout_seconds = max(30, [for one in values(local.dead_functions) : one.timeoutSec if one.queue == "${each.value.queue}-dead"]...)
  max_receives                = 5

  depends_on = [aws_iam_role_policy.function]
}

# Called by hand, or by the dead letters of another queue.
module "plain_function" {
  source   = "../modules/function"
  for_each = merge(local.dead_functions, local.direct_functions)

  name               = local.function[each.key].name
  operation          = each.key
  package            = local.function[each.key].package
  runtime            = local.function[each.key].runtime
  java_runtime       = var.java_runtime
  snap_start         = local.function[each.key].snap_start
  role_arn           = local.function[each.key].role_arn
  memory_mb          = local.function[each.key].memory_mb
  timeout_seconds    = local.function[each.key].timeout_seconds
  concurrency        = local.function[each.key].concurrency
  environment        = local.function[each.key].environment
  layers             = local.function[each.key].layers
  subnet_ids         = local.function[each.key].subnet_ids
  security_group_id  = local.function[each.key].security_group_id
  kms_key_arn        = local.function[each.key].kms_key_arn
  log_retention_days = local.function[each.key].log_retention_days

  depends_on = [aws_iam_role_policy.function]
}

# What it can't work stays there for 14 days, under its alarm.
resource "aws_lambda_event_source_mapping" "dead_letters" {
  for_each = local.dead_functions

  event_source_arn        = module.queue_function[trimsuffix(each.value.queue, "-dead")].dead_queue.arn
  function_name           = module.plain_function[each.key].alias_arn
  batch_size              = 10
  enabled                 = var.running
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = 2
  }
}

module "scheduled_function" {
  source   = "../modules/scheduled_function"
  for_each = local.cron_functions

  running            = var.running
  function           = local.function[each.key]
  schedule           = each.value.schedule
  group_name         = aws_scheduler_schedule_group.main.name
  scheduler_role_arn = aws_iam_role.scheduler.arn
  missed_arn         = aws_sqs_queue.missed.arn

  depends_on = [aws_iam_role_policy.function]
}
