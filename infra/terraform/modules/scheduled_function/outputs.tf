output "function" {
  description = "What the module `function` says of it."
  value       = module.function
}
