resource "aws_scheduler_schedule" "main" {
  name                         = var.function.operation
  group_name                   = var.group_name
  state                        = var.running ? "ENABLED" : "DISABLED"
  schedule_expression          = var.schedule
  schedule_expression_timezone = "UTC"
  kms_key_arn                  = var.function.kms_key_arn

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = module.function.alias_arn
    role_arn = var.scheduler_role_arn

    # Written by hand: jsonencode would escape the brackets, and EventBridge would not find its word.
    input = "{\"scheduledAt\":\"<aws.scheduler.scheduled-time>\"}"

    # A slot runs once however often it is called (core.runs), so trying again is safe.
    retry_policy {
      maximum_retry_attempts       = 3
      maximum_event_age_in_seconds = 3600
    }

    dead_letter_config {
      arn = var.missed_arn
    }
  }
}

# EventBridge hands the call over; what then fails inside Lambda is tried once more here.
resource "aws_lambda_function_event_invoke_config" "main" {
  function_name                = module.function.name
  qualifier                    = module.function.alias_name
  maximum_retry_attempts       = 1
  maximum_event_age_in_seconds = 3600

  destination_config {
    on_failure {
      destination = var.missed_arn
    }
  }
}
