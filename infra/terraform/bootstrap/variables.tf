variable "name" {
  description = "Prefix of every name of the account, e.g. `freehold`; the stacks' names begin with it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.name))
    error_message = "name is 2 to 21 small letters, digits and dashes."
  }
}

variable "region" {
  description = "Region of the state's bucket."
  type        = string
}

variable "github_repository" {
  description = "Whose workflows may take the roles: `owner/repository`."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", var.github_repository))
    error_message = "github_repository is owner/repository."
  }
}

variable "environments" {
  description = "GitHub environments that deploy, each with a role of its own."
  type        = set(string)
  default     = ["staging", "production"]
}
