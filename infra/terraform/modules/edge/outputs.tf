output "console_bucket" {
  description = "Where the console's files go."
  value       = aws_s3_bucket.console.bucket
}

output "distribution_ids" {
  description = "CloudFront distributions by use."
  value = var.with_cdn ? {
    api     = aws_cloudfront_distribution.api[0].id
    console = aws_cloudfront_distribution.console[0].id
  } : {}
}
