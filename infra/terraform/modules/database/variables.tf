variable "name" {
  description = "Name of the cluster and prefix of what belongs to it."
  type        = string
}

variable "vpc_id" {
  description = "Network of the cluster."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets in two zones."
  type        = list(string)
}

variable "functions_security_group_id" {
  description = "Group that may connect."
  type        = string
}

variable "kms_key_arn" {
  description = "Key of storage, backups and the owner's secret."
  type        = string
}

variable "engine_version" {
  description = "Aurora PostgreSQL; 0 ACU needs 17.4, 16.3, 15.7 or later of its line."
  type        = string
}

variable "min_acu" {
  description = "Least capacity units; 0 lets the cluster pause."
  type        = number
}

variable "max_acu" {
  description = "Most capacity units; an ACU is about 2 GiB of memory and 205 connections."
  type        = number
}

variable "pause_after_seconds" {
  description = "Seconds without a connection after which a cluster of 0 ACU pauses, 300 to 86400."
  type        = number
}

variable "instances" {
  description = "1, or 2 for a reader in the other zone that takes over."
  type        = number
}

variable "deletion_protection" {
  description = "Refuses the cluster's deletion; a last snapshot is taken where it is on."
  type        = bool
}

variable "upgrading" {
  description = "True for the one apply that changes the major version: allowed, and at once."
  type        = bool
  default     = false
}

variable "log_retention_days" {
  description = "Days the database's log is kept."
  type        = number
}
