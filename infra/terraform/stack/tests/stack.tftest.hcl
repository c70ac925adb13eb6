# The whole stack planned without AWS. `./freehold infra check` makes the zips that `artifacts_dir` names.
mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "aws" {
  alias  = "global"
  source = "./tests/mocks"
}

variables {
  name          = "freehold-test"
  environment   = "staging"
  region        = "us-east-1"
  zones         = ["us-east-1a", "us-east-1b"]
  zone_id       = "Z00000000000000000000"
  api_domain    = "api.example.com"
  origin_domain = "origin.example.com"
  app_domain    = "app.example.com"
  mail_from     = "Example <no-reply@example.com>"
  alarm_emails  = ["oncall@example.com"]
  java_runtime  = "java21" # the newest that provider 5.100 knows
}

run "function_per_operation" {
  command = apply

  assert {
    condition     = length(output.functions) == length([for name, one in local.deployable : name if one.trigger != "route"]) + 1
    error_message = "Every operation that is no sandbox's has one function, and unknown routes have core's."
  }

  assert {
    condition = (
      toset(flatten([for name, one in module.http_function : [for key in local.route_keys[name] : key]])) ==
      toset(concat([for one in local.http_all : "${one.httpMethod} ${one.path}"], ["$default"]))
    )
    error_message = "Every route of the catalogue leads somewhere, unknown ones to a problem document, and no other does."
  }

  assert {
    condition     = length(flatten([for name, keys in local.route_keys : tolist(keys)])) == length(local.http_all) + 1
    error_message = "No route leads to two functions."
  }

  assert {
    condition     = aws_apigatewayv2_api.main.cors_configuration[0].allow_origins == toset(["https://${var.app_domain}"]) && aws_apigatewayv2_api.main.cors_configuration[0].allow_credentials
    error_message = "Browsers may call from the console's origin alone where no other is named."
  }

  assert {
    condition     = !anytrue([for name in keys(output.functions) : lookup(local.deployable, name, null) == null])
    error_message = "No sandbox operation is deployed."
  }

  assert {
    condition     = output.concurrency_budget.wanted <= output.concurrency_budget.for_connections && output.concurrency_budget.wanted <= output.concurrency_budget.for_account
    error_message = "The instances fit the database's connections and the account."
  }

  assert {
    condition     = toset(keys(module.scheduled_function)) == toset([for name, one in local.deployable : name if one.trigger == "cron"])
    error_message = "Every schedule of the catalogue, and no other."
  }

  assert {
    condition = alltrue([
      for name, one in module.queue_function :
      one.queue.name == "staging-${local.deployable[name].queue}" && one.dead_queue.name == "${one.queue.name}-dead"
    ])
    error_message = "Every queue is named by the catalogue and has its dead letters."
  }

  assert {
    condition     = toset(concat([for name in keys(module.queue_function) : name], [for name in keys(aws_lambda_event_source_mapping.dead_letters) : name])) == toset(keys(local.queue_all))
    error_message = "Every queue function reads a queue."
  }
}

run "rights" {
  command = apply

  assert {
    condition     = toset(keys(local.policies)) == toset([for one in local.functions : "${one.domain}-${lower(replace(element(split(".", one.type), -1), "/([a-z0-9])([A-Z])/", "$1-$2"))}"])
    error_message = "One role per function class."
  }

  assert {
    condition = alltrue(flatten([
      for class, policy in local.policies : [
        for statement in policy.Statement : alltrue([for action in statement.Action : !strcontains(action, "*")])
      ]
    ]))
    error_message = "Wildcard action: a policy of a function names its actions one by one."
  }

  assert {
    condition = alltrue(flatten([
      for class, policy in local.policies : [
        for statement in policy.Statement : [
          # X-Ray and the network interfaces of Lambda know no resources; AWS asks for the star.
          for resource in statement.Resource : contains(["Trace", "Network"], statement.Sid) || resource != "*"
        ]
      ]
    ]))
    error_message = "Wildcard resource: only X-Ray and Lambda's network interfaces have no resource to name."
  }

  assert {
    condition = alltrue([
      for class, policy in local.policies : alltrue([
        for statement in policy.Statement :
        statement.Sid != "Consume" || toset(statement.Resource) == toset([for queue in local.classes[class].queues : "${local.arn_prefix.queue}${queue}"])
      ])
    ])
    error_message = "A class reads its own queues and no others."
  }

  assert {
    condition = alltrue([
      for class, secrets in local.secrets_of : alltrue([
        for secret in secrets : secret == "keys" || contains(local.classes[class].uses, secret)
      ])
    ])
    error_message = "A provider's secret goes only to the classes that call it."
  }

  assert {
    condition     = [for class, one in local.classes : class if contains(one.uses, "owner")] == ["migrate-migration-functions"]
    error_message = "Only the migration reads the owner's secret."
  }

  assert {
    condition     = alltrue([for one in aws_s3_bucket_public_access_block.main : one.block_public_acls && one.block_public_policy && one.ignore_public_acls && one.restrict_public_buckets]) && toset(keys(aws_s3_bucket_public_access_block.main)) == local.buckets
    error_message = "No bucket can be made public."
  }

  assert {
    condition     = aws_s3_bucket.main["anchors"].object_lock_enabled && aws_s3_bucket_object_lock_configuration.anchors.rule[0].default_retention[0].mode == "COMPLIANCE"
    error_message = "Nobody can change an anchor of the audit."
  }

  assert {
    condition = !anytrue(flatten([
      for name, one in local.function : [
        for key, value in one.environment : can(regex("SECRET_KEY|PEPPER|PRIVATE_KEY|CREDENTIALS|PASSWORD", key))
      ]
    ]))
    error_message = "No secret stands in a function's environment."
  }
}

run "secrets_of_one_use" {
  command = plan

  assert {
    condition     = [for class, secrets in local.secrets_of : class if contains(secrets, "platforms")] == ["provisioning-step-functions"]
    error_message = "The master key of platforms' secrets is read by the steps of provisioning alone."
  }

  assert {
    condition     = !local.function["core-run-migrations"].snap_start
    error_message = "The migration function starts when it is called, and not when it is published."
  }
}

run "function_per_domain" {
  command = plan

  variables {
    http_deployment     = "domain"
    dedicated_functions = ["billing-receive-stripe-event"]
  }

  assert {
    condition     = toset(keys(module.http_function)) == toset(concat([for domain in toset([for one in local.folded : one.domain]) : "${domain}-route"], ["billing-receive-stripe-event"]))
    error_message = "A route function per domain with operations, and the dedicated ones."
  }

  assert {
    condition     = length(distinct(flatten([for name, keys in local.route_keys : tolist(keys)]))) == length(local.http_all) + 1
    error_message = "Every route leads to exactly one function."
  }
}

run "over_the_connections" {
  command = plan

  variables {
    database_max_acu = 1
  }

  expect_failures = [terraform_data.budget]
}

run "over_the_account" {
  command = plan

  variables {
    account_concurrency = 200
  }

  expect_failures = [terraform_data.budget]
}

run "unknown_dedicated_function" {
  command = plan

  variables {
    http_deployment     = "domain"
    dedicated_functions = ["billing-no-such-operation"]
  }

  expect_failures = [var.dedicated_functions]
}

run "secret_among_the_settings" {
  command = plan

  variables {
    settings = { FREEHOLD_BILLING_STRIPE_SECRET_KEY = "sk" }
  }

  expect_failures = [var.settings]
}
