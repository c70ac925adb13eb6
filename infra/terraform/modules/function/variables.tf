variable "name" {
  description = "Name of the function: prefix and operation."
  type        = string

  validation {
    condition     = length(var.name) <= 64
    error_message = "A function's name has at most 64 characters: shorten the installation's name."
  }
}

variable "operation" {
  description = "Which operation of the zip this function is, e.g. `registry-create-platform`."
  type        = string
}

variable "package" {
  description = "The zip in the artifact bucket."
  type = object({
    bucket  = string
    key     = string
    version = optional(string)
    hash    = string
  })
}

variable "runtime" {
  description = "`native` (provided.al2023) or `jvm` (java25 with SnapStart)."
  type        = string

  validation {
    condition     = contains(["native", "jvm"], var.runtime)
    error_message = "runtime is native or jvm."
  }
}

variable "java_runtime" {
  description = "Lambda's name of the runtime for `jvm`."
  type        = string
}

variable "snap_start" {
  description = "With `jvm`: start from a snapshot. It is taken when a version is published, so the function's secrets have values by then."
  type        = bool
  default     = true
}

variable "role_arn" {
  description = "Role of the function's class."
  type        = string
}

variable "memory_mb" {
  description = "Memory, 128 to 10240; CPU grows with it."
  type        = number
}

variable "timeout_seconds" {
  description = "Longest run, 1 to 900."
  type        = number
}

variable "concurrency" {
  description = "Instances at once, reserved and at most."
  type        = number

  validation {
    condition     = var.concurrency >= 1
    error_message = "concurrency 0 would switch the function off."
  }
}

variable "environment" {
  description = "Settings without secrets."
  type        = map(string)
}

variable "layers" {
  description = "Versions of layers, e.g. the one with the database's certificate authorities."
  type        = list(string)
}

variable "subnet_ids" {
  description = "Private subnets."
  type        = list(string)
}

variable "security_group_id" {
  description = "The functions' group."
  type        = string
}

variable "kms_key_arn" {
  description = "Key of environment and log lines."
  type        = string
}

variable "log_retention_days" {
  description = "Days log lines stay."
  type        = number
}

variable "dead_letter_arn" {
  description = "Queue for asynchronous calls that failed twice; null where nobody calls asynchronously."
  type        = string
  default     = null
}
