output "state_bucket" {
  description = "Bucket of the stacks' states."
  value       = aws_s3_bucket.state.bucket
}

output "plan_role_arn" {
  description = "Role of pull requests."
  value       = aws_iam_role.workflow["plan"].arn
}

output "deploy_role_arn" {
  description = "Role of each environment's deployment."
  value       = { for environment in var.environments : environment => aws_iam_role.workflow["deploy-${environment}"].arn }
}
