module "function" {
  source = "../function"

  name               = var.function.name
  operation          = var.function.operation
  package            = var.function.package
  runtime            = var.function.runtime
  java_runtime       = var.function.java_runtime
  snap_start         = var.function.snap_start
  role_arn           = var.function.role_arn
  memory_mb          = var.function.memory_mb
  timeout_seconds    = var.function.timeout_seconds
  concurrency        = var.function.concurrency
  environment        = var.function.environment
  layers             = var.function.layers
  subnet_ids         = var.function.subnet_ids
  security_group_id  = var.function.security_group_id
  kms_key_arn        = var.function.kms_key_arn
  log_retention_days = var.function.log_retention_days
}
