output "concurrency_budget" {
  description = "Instances that may run at once, and how many connections and executions there are for them."
  value = {
    wanted          = local.wanted
    for_connections = local.for_connections
    for_account     = local.for_account
  }
}

output "functions" {
  description = "Every function: its name in AWS, the version published last, and how its alias moves."
  value = merge(
    { for name, one in module.http_function : name => { name = one.function.name, version = one.function.version, moves = var.gradual_deployment ? "codedeploy" : "at_once" } },
    { for name, one in module.queue_function : name => { name = one.function.name, version = one.function.version, moves = "at_once" } },
    { for name, one in module.scheduled_function : name => { name = one.function.name, version = one.function.version, moves = "at_once" } },
    { for name, one in module.plain_function : name => { name = one.name, version = one.version, moves = "at_once" } },
  )
}

output "codedeploy_application" {
  description = "CodeDeploy's application; null where versions change at once."
  value       = one(aws_codedeploy_app.main[*].name)
}

output "api_url" {
  description = "Where the API answers."
  value       = "https://${var.api_domain}"
}

output "secrets" {
  description = "Names of the secrets to be filled."
  value       = { for key, secret in aws_secretsmanager_secret.main : key => secret.name }
}

output "mail_dkim_tokens" {
  description = "Three CNAME records `<token>._domainkey.<domain>` -> `<token>.dkim.amazonses.com` prove the sender."
  value       = flatten(aws_sesv2_email_identity.main.dkim_signing_attributes[*].tokens)
}

output "buckets" {
  description = "Buckets by use."
  value       = merge({ for use, bucket in aws_s3_bucket.main : use => bucket.bucket }, { console = module.edge.console_bucket })
}

output "database" {
  description = "Cluster, its writer and its owner's secret."
  value = {
    cluster      = module.database.cluster_id
    endpoint     = module.database.endpoint
    owner_secret = module.database.owner_secret_arn
  }
}
