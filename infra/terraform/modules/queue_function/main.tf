resource "aws_sqs_queue" "dead" {
  name                              = "${var.queue_name}-dead"
  visibility_timeout_seconds        = var.visibility_factor * var.dead_reader_timeout_seconds
  message_retention_seconds         = var.dead_letter_seconds
  kms_master_key_id                 = var.function.kms_key_arn
  kms_data_key_reuse_period_seconds = 3600
}

resource "aws_sqs_queue" "main" {
  name                              = var.queue_name
  visibility_timeout_seconds        = var.visibility_factor * var.function.timeout_seconds
  message_retention_seconds         = 1209600
  receive_wait_time_seconds         = 20
  kms_master_key_id                 = var.function.kms_key_arn
  kms_data_key_reuse_period_seconds = 3600

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = var.max_receives
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  queue_url = aws_sqs_queue.dead.id

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.main.arn]
  })
}

resource "aws_lambda_event_source_mapping" "main" {
  event_source_arn        = aws_sqs_queue.main.arn
  function_name           = module.function.alias_arn
  batch_size              = var.batch_size
  enabled                 = var.running
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = max(2, var.function.concurrency)
  }
}
