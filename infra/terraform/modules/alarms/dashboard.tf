data "aws_region" "current" {}

locals {
  by_function = { for metric in ["Errors", "Throttles"] : metric => "SEARCH('{AWS/Lambda,FunctionName} MetricName=\"${metric}\"', 'Sum', 300)" }

  # Three beside each other; what customers notice first.
  graphs = [
    { title = "HTTP calls", stat = "Sum", metrics = [for metric in ["Count", "4xx", "5xx"] : ["AWS/ApiGateway", metric, "ApiId", var.api_id]] },
    { title = "HTTP latency, ms", stat = "p95", metrics = [for metric in ["Latency", "IntegrationLatency"] : ["AWS/ApiGateway", metric, "ApiId", var.api_id]] },
    { title = "Calls of operations", stat = "Sum", metrics = [for metric in ["calls", "refusals", "faults", "coldStarts"] : ["Freehold", metric, "Environment", var.environment]] },
    { title = "Dead letters", stat = "Maximum", metrics = [for queue in sort(var.dead_queue_names) : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]] },
    { title = "Age of the oldest message, s", stat = "Maximum", metrics = concat([["Freehold", "outbox.oldest_seconds", "Environment", var.environment]], [for queue in sort(var.queue_names) : ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", queue]]) },
    { title = "Schedules", stat = "Sum", metrics = [for metric in ["runs.failed", "schedule.missed", "runs.more", "audit.anchored"] : ["Freehold", metric, "Environment", var.environment]] },
    { title = "Errors by function", stat = "Sum", metrics = [[{ expression = local.by_function.Errors, id = "errors" }]] },
    { title = "Throttles by function", stat = "Sum", metrics = [[{ expression = local.by_function.Throttles, id = "throttles" }]] },
    { title = "Duration of a call, ms", stat = "p95", metrics = [for metric in ["durationMs", "db.wait_ms"] : ["Freehold", metric, "Environment", var.environment]] },
    { title = "Database capacity", stat = "Maximum", metrics = [for metric in ["ServerlessDatabaseCapacity", "ACUUtilization"] : ["AWS/RDS", metric, "DBClusterIdentifier", var.database.cluster_id]] },
    { title = "Database connections", stat = "Maximum", metrics = [["AWS/RDS", "DatabaseConnections", "DBClusterIdentifier", var.database.cluster_id]] },
    { title = "Mail", stat = "Sum", metrics = [["AWS/SES", "Send"], ["AWS/SES", "Bounce"], ["AWS/SES", "Complaint"], ["Freehold", "mail.failed", "Environment", var.environment]] },
  ]
}

resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [
      for at, graph in local.graphs : {
        type   = "metric"
        x      = 8 * (at % 3)
        y      = 6 * floor(at / 3)
        width  = 8
        height = 6
        properties = {
          title   = graph.title
          region  = data.aws_region.current.name
          stat    = graph.stat
          period  = 300
          view    = "timeSeries"
          metrics = graph.metrics
        }
      }
    ]
  })
}
