output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.main.function_name
}

output "alias_arn" {
  description = "What triggers call."
  value       = aws_lambda_alias.live.arn
}

output "alias_name" {
  description = "Name of that alias."
  value       = aws_lambda_alias.live.name
}

output "invoke_arn" {
  description = "What API Gateway calls."
  value       = aws_lambda_alias.live.invoke_arn
}

output "version" {
  description = "The version published last."
  value       = aws_lambda_function.main.version
}

output "concurrency" {
  description = "Instances at once."
  value       = aws_lambda_function.main.reserved_concurrent_executions
}

output "timeout_seconds" {
  description = "Longest run."
  value       = aws_lambda_function.main.timeout
}
