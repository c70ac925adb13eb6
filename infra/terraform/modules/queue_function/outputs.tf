output "function" {
  description = "What the module `function` says of it."
  value       = module.function
}

output "queue" {
  description = "The queue: name, address, ARN."
  value = {
    name = aws_sqs_queue.main.name
    url  = aws_sqs_queue.main.url
    arn  = aws_sqs_queue.main.arn
  }
}

output "dead_queue" {
  description = "Its dead letters: name, address, ARN."
  value = {
    name = aws_sqs_queue.dead.name
    url  = aws_sqs_queue.dead.url
    arn  = aws_sqs_queue.dead.arn
  }
}
