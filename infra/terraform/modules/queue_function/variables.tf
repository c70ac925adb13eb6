variable "function" {
  description = "All that the module `function` takes; see there."
  type        = any
}

variable "queue_name" {
  description = "Name of the queue; its dead letters lie in `<queue_name>-dead`."
  type        = string
}

variable "max_receives" {
  description = "Receives until a message counts as dead."
  type        = number
}

variable "visibility_factor" {
  description = "How many times the function's timeout a message stays hidden; AWS asks for six."
  type        = number
  default     = 6

  validation {
    condition     = var.visibility_factor >= 6
    error_message = "A queue hides a message for at least six times its function's timeout, or it is worked twice at once."
  }
}

variable "batch_size" {
  description = "Messages of one call."
  type        = number
  default     = 10
}

variable "dead_letter_seconds" {
  description = "How long dead letters stay."
  type        = number
  default     = 1209600
}

variable "running" {
  description = "False: messages wait."
  type        = bool
  default     = true
}

variable "dead_reader_timeout_seconds" {
  description = "Timeout of the function that reads the dead letters, where one does."
  type        = number
  default     = 30
}
