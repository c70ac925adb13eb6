locals {
  is_native = var.runtime == "native"
}

resource "aws_cloudwatch_log_group" "main" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_lambda_function" "main" {
  function_name = var.name
  description   = var.operation
  role          = var.role_arn

  runtime       = local.is_native ? "provided.al2023" : var.java_runtime
  handler       = local.is_native ? "bootstrap" : "io.quarkus.funqy.lambda.FunqyStreamHandler::handleRequest"
  architectures = ["arm64"]
  layers        = var.layers

  s3_bucket         = var.package.bucket
  s3_key            = var.package.key
  s3_object_version = var.package.version
  source_code_hash  = var.package.hash
  publish           = true

  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.concurrency
  kms_key_arn                    = var.kms_key_arn

  environment {
    variables = merge(
      var.environment,
      { QUARKUS_FUNQY_EXPORT = var.operation },
      # Quarkus' thread pool reaches into java.lang, which the JDK closes from 24 on.
      local.is_native ? {} : { JAVA_TOOL_OPTIONS = "--add-opens=java.base/java.lang=ALL-UNNAMED" },
    )
  }

  vpc_config {
    subnet_ids         = var.subnet_ids
    security_group_ids = [var.security_group_id]
  }

  dynamic "snap_start" {
    for_each = !local.is_native && var.snap_start ? [1] : []

    content {
      apply_on = "PublishedVersions"
    }
  }

  dynamic "dead_letter_config" {
    for_each = var.dead_letter_arn == null ? [] : [var.dead_letter_arn]

    content {
      target_arn = dead_letter_config.value
    }
  }

  tracing_config {
    mode = "Active"
  }

  # Text: our lines are JSON already, and CloudWatch finds the metrics in a line only if nobody wraps it.
  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.main.name
  }
}

# What everybody calls. Made once here, moved afterwards by `infra/terraform/bin/switch`: after the migrations, and for HTTP in steps.
resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.main.function_name
  function_version = aws_lambda_function.main.version

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}
