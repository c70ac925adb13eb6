# One entry per alarm: what is measured and when it is too much. The text ends with the runbook's address (main.tf).
locals {
  ours = { Environment = var.environment }

  # The product's own figures: docs/reference/metrics.md.
  signals = {
    outbox-lag = {
      text      = "Messages wait in core.outbox for more than 10 minutes: no queue has them."
      metric    = "outbox.oldest_seconds"
      statistic = "Maximum"
      above     = 600
    }
    runs-failed = {
      text      = "A run of a schedule failed."
      metric    = "runs.failed"
      statistic = "Sum"
      above     = 0
    }
    runs-missed = {
      text      = "A daily schedule did not run an hour after its time; it was started again."
      metric    = "schedule.missed"
      statistic = "Sum"
      above     = 0
    }
    runs-more = {
      text      = "A schedule left work to do twice in succession: it does not keep up."
      metric    = "runs.more"
      statistic = "Maximum"
      above     = 1
    }
    mail-failed = {
      text      = "A mail was given up after its last try."
      metric    = "mail.failed"
      statistic = "Sum"
      above     = 0
    }
    readiness = {
      text      = "Readiness answered 503: database, queue, keys or configuration are not there."
      metric    = "readiness.failed"
      statistic = "Sum"
      above     = 0
    }
  }

  # Metrics of AWS: without dimensions, those of Lambda are sums over the account's functions in the region.
  amazon = merge(
    {
      function-errors = {
        text       = "Functions crashed, timed out or threw."
        namespace  = "AWS/Lambda"
        metric     = "Errors"
        statistic  = "Sum"
        above      = 5
        periods    = 1
        of         = 1
        dimensions = {}
      }
      throttles = {
        text       = "Calls were refused because a function had all instances it may have."
        namespace  = "AWS/Lambda"
        metric     = "Throttles"
        statistic  = "Sum"
        above      = 20
        periods    = 2
        of         = 3
        dimensions = {}
      }
      database-connections = {
        text       = "More than 80 % of the database's connections are in use."
        namespace  = "AWS/RDS"
        metric     = "DatabaseConnections"
        statistic  = "Maximum"
        above      = floor(var.database.max_connections * 0.8)
        periods    = 2
        of         = 3
        dimensions = { DBClusterIdentifier = var.database.cluster_id }
      }
      database-capacity = {
        text       = "The database has used more than 90 % of its largest capacity for a quarter of an hour."
        namespace  = "AWS/RDS"
        metric     = "ACUUtilization"
        statistic  = "Average"
        above      = 90
        periods    = 3
        of         = 3
        dimensions = { DBClusterIdentifier = var.database.cluster_id }
      }
    },
    { for group in var.nat_group_names : "egress-${group}" => {
      text       = "The NAT instance fails its checks: Stripe, Cloudflare, GitHub and AWS's own services are out of reach."
      namespace  = "AWS/EC2"
      metric     = "StatusCheckFailed"
      statistic  = "Maximum"
      above      = 0
      periods    = 2
      of         = 2
      dimensions = { AutoScalingGroupName = group }
      missing    = "breaching" # no instance says nothing
    } },
  )

  # Which page belongs to which alarm.
  runbooks = merge(
    { for key in keys(local.signals) : key => key },
    { for key in keys(local.amazon) : key => startswith(key, "egress-") ? "egress" : key },
    { for queue in var.dead_queue_names : "dead-letters-${queue}" => "dead-letters" },
    { for queue in var.queue_names : "queue-age-${queue}" => "queue-age" },
    { for key in ["api-errors", "audit-anchor", "database-wait", "mail-reputation"] : key => key },
  )
  link = { for key, page in local.runbooks : key => "Runbook: ${var.runbook_base}/${page}.md" }
}
