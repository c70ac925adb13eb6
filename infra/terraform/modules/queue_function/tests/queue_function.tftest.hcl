mock_provider "aws" {
  source = "../../stack/tests/mocks"
}

variables {
  queue_name   = "staging-core-send-mail"
  max_receives = 5

  function = {
    name               = "freehold-test-core-send-mail"
    operation          = "core-send-mail"
    package            = { bucket = "mock", key = "core.zip", version = "1", hash = "mock" }
    runtime            = "native"
    java_runtime       = "java25"
    snap_start         = true
    role_arn           = "arn:aws:iam::123456789012:role/mock"
    memory_mb          = 512
    timeout_seconds    = 30
    concurrency        = 10
    environment        = {}
    layers             = []
    subnet_ids         = ["subnet-1", "subnet-2"]
    security_group_id  = "sg-1"
    kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001"
    log_retention_days = 30
  }
}

run "as_it_should_be" {
  command = plan

  assert {
    condition     = aws_sqs_queue.main.visibility_timeout_seconds == 180
    error_message = "Hidden for six times the function's timeout."
  }

  assert {
    condition     = aws_sqs_queue.dead.message_retention_seconds == 1209600
    error_message = "Dead letters stay for 14 days."
  }

  assert {
    condition     = aws_sqs_queue.dead.visibility_timeout_seconds == 180
    error_message = "Dead letters are hidden for six times the timeout of the function that reads them."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.main.enabled
    error_message = "The queue is read."
  }

  assert {
    condition     = contains(aws_lambda_event_source_mapping.main.function_response_types, "ReportBatchItemFailures")
    error_message = "A batch answers which of its messages failed."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.main.scaling_config[0].maximum_concurrency == 10
    error_message = "No more messages at once than instances."
  }
}

run "redrive" {
  command = apply

  assert {
    condition     = jsondecode(aws_sqs_queue.main.redrive_policy).maxReceiveCount == 5 && jsondecode(aws_sqs_queue.main.redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead.arn
    error_message = "After five receives a message goes to the dead letters."
  }
}

run "visibility_too_small" {
  command = plan

  variables {
    visibility_factor = 5
  }

  expect_failures = [var.visibility_factor]
}

run "before_the_first_secrets" {
  command = plan

  variables {
    running = false
  }

  assert {
    condition     = !aws_lambda_event_source_mapping.main.enabled
    error_message = "Messages wait."
  }
}
