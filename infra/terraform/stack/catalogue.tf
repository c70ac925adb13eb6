# What there is comes from functions.json, made from the annotations in the code: a new function needs no line here.
locals {
  catalogue = [
    for one in jsondecode(file("${path.module}/../../../functions/functions.json")).functions :
    merge({ sandbox = false, uses = [] }, one)
  ]

  # The sandbox's operations are for the local host only.
  deployable = { for one in local.catalogue : one.name => one if !one.sandbox }

  http_all   = { for name, one in local.deployable : name => one if one.trigger == "http" }
  routes_all = { for name, one in local.deployable : name => one if one.trigger == "route" }
  by_domain  = var.http_deployment == "domain"

  # Which functions HTTP calls reach, and with which route keys. What no route fits gets its problem document from core's.
  unknown_routes = "core-route"
  http_own       = { for name, one in local.http_all : name => one if !local.by_domain || contains(var.dedicated_functions, name) }
  folded         = { for name, one in local.http_all : name => one if !contains(keys(local.http_own), name) }
  route_functions = {
    for name, one in local.routes_all : name => one
    if name == local.unknown_routes || anytrue([for folded in local.folded : folded.domain == one.domain])
  }
  http_functions = merge(local.http_own, local.route_functions)
  route_keys = {
    for name, one in local.http_functions : name => toset(
      one.trigger == "http"
      ? ["${one.httpMethod} ${one.path}"]
      : concat(
        [for folded in local.folded : "${folded.httpMethod} ${folded.path}" if folded.domain == one.domain],
        name == local.unknown_routes ? ["$default"] : [],
      )
    )
  }

  queue_all = { for name, one in local.deployable : name => one if one.trigger == "queue" }
  queues    = toset([for one in local.queue_all : one.queue])

  # Most read the queue of their name; a few read what another's queue gave up.
  queue_functions = { for name, one in local.queue_all : name => one if !contains(local.queues, trimsuffix(one.queue, "-dead")) || !endswith(one.queue, "-dead") }
  dead_functions  = { for name, one in local.queue_all : name => one if !contains(keys(local.queue_functions), name) }

  cron_functions   = { for name, one in local.deployable : name => one if one.trigger == "cron" }
  direct_functions = { for name, one in local.deployable : name => one if one.trigger == "direct" }

  functions = merge(local.http_functions, local.queue_all, local.cron_functions, local.direct_functions)
  domains   = toset([for one in local.functions : one.domain])

  # One role per function class: what stands in one Java class shares its rights.
  class_of = {
    for name, one in local.functions :
    name => "${one.domain}-${lower(replace(element(split(".", one.type), -1), "/([a-z0-9])([A-Z])/", "$1-$2"))}"
  }
  classes = {
    for class in toset(values(local.class_of)) : class => {
      functions = sort([for name, one in local.functions : name if local.class_of[name] == class])
      uses      = sort(distinct(flatten([for name, one in local.functions : one.uses if local.class_of[name] == class])))
      queues    = sort(distinct([for name, one in local.queue_all : one.queue if local.class_of[name] == class]))
    }
  }
}
