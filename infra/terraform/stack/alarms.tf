module "alarms" {
  source = "../modules/alarms"

  name             = var.name
  environment      = var.environment
  kms_key_arn      = aws_kms_key.main.arn
  emails           = var.alarm_emails
  runbook_base     = var.runbook_base
  queue_names      = toset([for name, one in local.queue_functions : "${local.queue_prefix}${one.queue}"])
  dead_queue_names = toset(concat([for name, one in local.queue_functions : "${local.queue_prefix}${one.queue}-dead"], [aws_sqs_queue.missed.name]))
  api_id           = aws_apigatewayv2_api.main.id
  database         = { cluster_id = module.database.cluster_id, max_connections = module.database.max_connections }
  nat_group_names  = module.network.nat_group_names
  monthly_budget   = var.monthly_budget
}

locals {
  alarm_topic_arn = module.alarms.topic_arn
}
