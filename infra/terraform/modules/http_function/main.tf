resource "aws_apigatewayv2_integration" "main" {
  api_id                 = var.api.id
  integration_type       = "AWS_PROXY"
  integration_method     = "POST"
  integration_uri        = module.function.invoke_arn
  payload_format_version = "2.0"

  # API Gateway waits 30 s at most.
  timeout_milliseconds = min(var.function.timeout_seconds, 30) * 1000
}

resource "aws_apigatewayv2_route" "main" {
  for_each = var.routes

  api_id    = var.api.id
  route_key = each.key
  target    = "integrations/${aws_apigatewayv2_integration.main.id}"

  # The function itself finds the caller: by session, key or token (kernel, order of checks).
  authorization_type = "NONE"
}

resource "aws_lambda_permission" "api" {
  statement_id  = "api"
  action        = "lambda:InvokeFunction"
  function_name = module.function.name
  qualifier     = module.function.alias_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${var.api.execution_arn}/*/*"
}

# A new version gets a tenth of the calls first; errors take it back.
resource "aws_cloudwatch_metric_alarm" "rollback" {
  count = var.deployment == null ? 0 : 1

  alarm_name          = "${var.function.name}-rollback"
  alarm_description   = "Errors of the new version while it is being introduced: CodeDeploy takes it back. Runbook: docs/operating/upgrade.md"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alarm_topic_arn]

  dimensions = {
    FunctionName = module.function.name
    Resource     = "${module.function.name}:${module.function.alias_name}"
  }
}

resource "aws_codedeploy_deployment_group" "main" {
  count = var.deployment == null ? 0 : 1

  app_name               = var.deployment.application
  deployment_group_name  = var.function.operation
  deployment_config_name = var.deployment.configuration
  service_role_arn       = var.deployment.role_arn

  deployment_style {
    deployment_option = "WITH_TRAFFIC_CONTROL"
    deployment_type   = "BLUE_GREEN"
  }

  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]
  }

  alarm_configuration {
    enabled = true
    alarms  = [aws_cloudwatch_metric_alarm.rollback[0].alarm_name]
  }
}
