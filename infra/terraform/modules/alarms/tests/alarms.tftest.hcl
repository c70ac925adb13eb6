mock_provider "aws" {
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:123456789012:freehold-test-alarms" }
  }

  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
}

variables {
  name             = "freehold-test"
  environment      = "staging"
  kms_key_arn      = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  emails           = ["oncall@example.com"]
  runbook_base     = "https://example.com/runbooks"
  queue_names      = ["staging-core-send-mail", "staging-core-send-alert"]
  dead_queue_names = ["staging-core-send-mail-dead", "staging-core-send-alert-dead", "staging-missed-schedules-dead"]
  api_id           = "api1234567"
  database         = { cluster_id = "freehold-test", max_connections = 800 }
  nat_group_names  = ["freehold-test-nat"]
  monthly_budget   = 100
}

run "everything_is_watched" {
  command = apply

  assert {
    condition     = toset(keys(aws_cloudwatch_metric_alarm.dead_letters)) == var.dead_queue_names
    error_message = "A dead-letter queue has no alarm."
  }

  assert {
    condition     = toset(keys(aws_cloudwatch_metric_alarm.queue_age)) == var.queue_names
    error_message = "A queue has no alarm of its age."
  }

  assert {
    condition     = length(output.alarm_names) == length(aws_cloudwatch_metric_alarm.dead_letters) + length(aws_cloudwatch_metric_alarm.queue_age) + length(aws_cloudwatch_metric_alarm.signal) + length(aws_cloudwatch_metric_alarm.amazon) + 4
    error_message = "An alarm is missing from alarm_names."
  }

  assert {
    condition     = alltrue([for page in values(output.alarms) : fileexists("../../../../docs/operating/runbooks/${page}")])
    error_message = "An alarm has no runbook."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.amazon["database-connections"].threshold == 640
    error_message = "Connections are watched at 80 %."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.audit_anchor.treat_missing_data == "breaching"
    error_message = "No anchor at all must be an alarm."
  }
}

run "every_alarm_speaks_and_links" {
  command = apply

  assert {
    condition = alltrue([
      for alarm in concat(
        values(aws_cloudwatch_metric_alarm.dead_letters),
        values(aws_cloudwatch_metric_alarm.queue_age),
        values(aws_cloudwatch_metric_alarm.signal),
        values(aws_cloudwatch_metric_alarm.amazon),
        [aws_cloudwatch_metric_alarm.database_wait, aws_cloudwatch_metric_alarm.audit_anchor, aws_cloudwatch_metric_alarm.api_errors, aws_cloudwatch_metric_alarm.mail_reputation],
      ) :
      contains(alarm.alarm_actions, aws_sns_topic.alarms.arn)
      && can(regex("Runbook: https://example.com/runbooks/[a-z-]+\\.md$", alarm.alarm_description))
      && length(alarm.alarm_description) <= 1024
    ])
    error_message = "An alarm tells nobody, or its text does not end with a runbook."
  }

  assert {
    condition     = alltrue([for one in aws_budgets_budget.month.notification : contains(one.subscriber_sns_topic_arns, aws_sns_topic.alarms.arn)])
    error_message = "The budget tells nobody."
  }
}

run "an_address_must_be_one" {
  command = plan

  variables {
    emails = ["nobody"]
  }

  expect_failures = [var.emails]
}
