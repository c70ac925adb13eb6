# Every instance holds one connection (decision 10): all of them together must find one.
locals {
  concurrency = {
    for name, one in local.functions :
    name => lookup(var.concurrency, name, name == local.unknown_routes && !local.by_domain ? 5 : one.concurrency)
  }
  pool            = 1
  wanted          = sum(values(local.concurrency)) * local.pool
  for_connections = module.database.max_connections - var.database_reserved_connections
  for_account     = var.account_concurrency - 100
}

resource "terraform_data" "budget" {
  input = local.wanted

  lifecycle {
    precondition {
      condition     = local.wanted <= local.for_connections
      error_message = "Concurrency budget: ${local.wanted} instances may run at once, each with a connection, but ${var.database_max_acu} ACU give ${local.for_connections}. Raise database_max_acu, lower `concurrency` of some functions, or deploy HTTP by domain."
    }

    precondition {
      condition     = local.wanted <= local.for_account
      error_message = "Concurrency budget: ${local.wanted} instances are reserved, but the account allows ${local.for_account} besides the 100 that AWS keeps. Ask AWS for more, lower `concurrency`, or deploy HTTP by domain."
    }

    precondition {
      condition     = length(setsubtract(keys(var.concurrency), keys(local.functions))) == 0
      error_message = "concurrency names functions that are not deployed: ${join(", ", setsubtract(keys(var.concurrency), keys(local.functions)))}."
    }
  }
}
