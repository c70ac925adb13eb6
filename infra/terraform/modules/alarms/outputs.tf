output "topic_arn" {
  description = "Where alarms, the budget and core-send-alert speak."
  value       = aws_sns_topic.alarms.arn
}

output "topic_name" {
  description = "Its name."
  value       = aws_sns_topic.alarms.name
}

output "alarms" {
  description = "Every alarm with the file of its runbook in docs/operating/runbooks."
  value       = merge({ for key, page in local.runbooks : "${var.name}-${key}" => "${page}.md" }, { (aws_budgets_budget.month.name) = "cost.md" })
}

output "alarm_names" {
  description = "Every alarm of CloudWatch."
  value       = sort([for key in keys(local.runbooks) : "${var.name}-${key}"])
}
