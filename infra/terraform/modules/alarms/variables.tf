variable "name" {
  description = "Prefix of every name, e.g. `freehold-prod`."
  type        = string
}

variable "environment" {
  description = "The value of the dimension `Environment` in the product's own metrics."
  type        = string
}

variable "kms_key_arn" {
  description = "Key of the topic; its policy lets cloudwatch.amazonaws.com and budgets.amazonaws.com use it."
  type        = string
}

variable "emails" {
  description = "Who gets alarms; each address has to confirm once."
  type        = set(string)

  validation {
    condition     = alltrue([for one in var.emails : can(regex("^[^@ ]+@[^@ ]+$", one))])
    error_message = "emails are addresses."
  }
}

variable "runbook_base" {
  description = "Address of docs/operating/runbooks as an engineer opens it, without a slash at its end."
  type        = string

  validation {
    condition     = startswith(var.runbook_base, "https://") && !endswith(var.runbook_base, "/")
    error_message = "runbook_base is an https address without a slash at its end."
  }
}

variable "queue_names" {
  description = "Queues that functions read."
  type        = set(string)
}

variable "dead_queue_names" {
  description = "Dead-letter queues, that of missed schedules among them."
  type        = set(string)
}

variable "api_id" {
  description = "The HTTP API."
  type        = string
}

variable "database" {
  description = "The cluster, and how many connections it allows at its largest."
  type = object({
    cluster_id      = string
    max_connections = number
  })
}

variable "nat_group_names" {
  description = "Auto Scaling groups of NAT instances; empty where a NAT gateway is the way out."
  type        = set(string)
  default     = []
}

variable "monthly_budget" {
  description = "US dollars a month; at 80 % spent, and at 100 % foreseen, the topic hears of it."
  type        = number

  validation {
    condition     = var.monthly_budget > 0
    error_message = "monthly_budget is more than 0."
  }
}
