mock_provider "aws" {
  source = "../../stack/tests/mocks"
}

variables {
  schedule           = "cron(0/15 * * * ? *)"
  group_name         = "freehold-test"
  scheduler_role_arn = "arn:aws:iam::123456789012:role/mock"
  missed_arn         = "arn:aws:sqs:us-east-1:123456789012:mock"

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
  command = apply

  assert {
    condition     = aws_scheduler_schedule.main.target[0].input == "{\"scheduledAt\":\"<aws.scheduler.scheduled-time>\"}"
    error_message = "EventBridge finds its word for the time of the slot."
  }

  assert {
    condition     = aws_scheduler_schedule.main.target[0].dead_letter_config[0].arn == var.missed_arn && aws_scheduler_schedule.main.target[0].retry_policy[0].maximum_retry_attempts == 3
    error_message = "A call that can't be made is tried again, and kept."
  }

  assert {
    condition     = aws_scheduler_schedule.main.schedule_expression_timezone == "UTC"
    error_message = "Schedules are in UTC."
  }
}

run "five_fields" {
  command = plan

  variables {
    schedule = "cron(0/15 * * * ?)"
  }

  expect_failures = [var.schedule]
}

run "two_days" {
  command = plan

  variables {
    schedule = "cron(0 2 1 * MON *)"
  }

  expect_failures = [var.schedule]
}

run "a_rate" {
  command = plan

  variables {
    schedule = "rate(1 minute)"
  }

  expect_failures = [var.schedule]
}

run "before_the_first_secrets" {
  command = plan

  variables {
    running = false
  }

  assert {
    condition     = aws_scheduler_schedule.main.state == "DISABLED"
    error_message = "No schedule fires."
  }
}
