# CloudFront's addresses towards origins: from these, X-Forwarded-For ends with who called CloudFront. It appends that itself, also
# for a stranger's distribution, so nobody can forge it, and no secret between CloudFront and the API is needed for it.
data "aws_ec2_managed_prefix_list" "cloudfront" {
  count = var.with_cdn ? 1 : 0

  name = "com.amazonaws.global.cloudfront.origin-facing"
}

locals {
  trusted_proxies = flatten([for list in data.aws_ec2_managed_prefix_list.cloudfront : [for entry in list.entries : entry.cidr]])
  allowed_origins = length(var.allowed_origins) > 0 ? var.allowed_origins : ["https://${var.app_domain}"]
}

resource "aws_apigatewayv2_api" "main" {
  name          = var.name
  description   = "Routes come from functions.json; callers and bodies are the functions' own."
  protocol_type = "HTTP"

  # Reached by its own name only, which CloudFront calls.
  disable_execute_api_endpoint = true

  # Preflights end here; the local host's gateway says the same.
  cors_configuration {
    allow_origins     = local.allowed_origins
    allow_credentials = true
    allow_methods     = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    allow_headers     = ["authorization", "content-type", "idempotency-key", "if-match", "x-app-key", "x-organization-id", "x-request-id", "traceparent"]
    expose_headers    = ["etag", "location", "retry-after", "x-request-id", "idempotent-replayed"]
    max_age           = 600
  }
}

resource "aws_cloudwatch_log_group" "api" {
  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

resource "aws_apigatewayv2_stage" "main" {
  api_id      = aws_apigatewayv2_api.main.id
  name        = "$default"
  auto_deploy = true

  # No query, no body, no header: they may hold tokens.
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    format = jsonencode({
      time      = "$context.requestTime"
      requestId = "$context.requestId"
      route     = "$context.routeKey"
      status    = "$context.status"
      ip        = "$context.identity.sourceIp"
      ms        = "$context.responseLatency"
      bytes     = "$context.responseLength"
      error     = "$context.integrationErrorMessage"
    })
  }

  default_route_settings {
    throttling_rate_limit    = var.throttle_rate
    throttling_burst_limit   = var.throttle_burst
    detailed_metrics_enabled = true
  }
}
