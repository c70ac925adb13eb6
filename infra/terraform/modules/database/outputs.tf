output "cluster_id" {
  description = "Identifier of the cluster."
  value       = aws_rds_cluster.main.cluster_identifier
}

output "resource_id" {
  description = "Immutable id of the cluster, part of the rights to connect."
  value       = aws_rds_cluster.main.cluster_resource_id
}

output "endpoint" {
  description = "Host of the writer."
  value       = aws_rds_cluster.main.endpoint
}

output "owner_secret_arn" {
  description = "Secret with the owner's password, kept by RDS."
  value       = one(aws_rds_cluster.main.master_user_secret[*].secret_arn)
}

output "max_connections" {
  description = "Connections the cluster allows at its largest."
  value       = local.max_connections
}

output "backup_retention_days" {
  description = "Days that a moment of the past can be restored."
  value       = aws_rds_cluster.main.backup_retention_period
}
