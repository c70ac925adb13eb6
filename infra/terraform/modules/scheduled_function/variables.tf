variable "function" {
  description = "All that the module `function` takes; see there."
  type        = any
}

variable "schedule" {
  description = "Six fields of EventBridge Scheduler, UTC: `cron(0/15 * * * ? *)`."
  type        = string

  validation {
    condition = can(regex(join("", [
      "^cron\\(",
      "[0-9*,/-]+ [0-9*,/-]+ ",
      "(?:[0-9*,/LW-]+ [A-Z0-9*,/-]+ \\?|\\? [A-Z0-9*,/-]+ [A-Z0-9*,/#L-]+) ",
      "[0-9*,/-]+\\)$",
    ]), var.schedule))
    error_message = "schedule is cron(…) with six fields, one of the two day fields a question mark."
  }
}

variable "group_name" {
  description = "Group of the installation's schedules."
  type        = string
}

variable "scheduler_role_arn" {
  description = "Role that may call the functions."
  type        = string
}

variable "missed_arn" {
  description = "Queue of calls that EventBridge gave up."
  type        = string
}

variable "running" {
  description = "False: the schedule does not fire."
  type        = bool
  default     = true
}
