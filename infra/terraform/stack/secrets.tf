# Places for secrets. What is in them is put there by a person (docs/operating/install.md), so no state ever holds one.
locals {
  secrets = {
    keys       = "Pepper of hashes"
    platforms  = "Master key from which platforms' secrets are derived"
    stripe     = "API key and webhook secrets"
    cloudflare = "API tokens by the name of their account"
    github     = "Private key of the App"
    providers  = "Secrets of the clients at providers of sign-in"
  }
}

resource "aws_secretsmanager_secret" "main" {
  for_each = local.secrets

  name                    = "${var.name}/${each.key}"
  description             = each.value
  kms_key_id              = aws_kms_key.main.arn
  recovery_window_in_days = var.deletion_protection ? 30 : 0
}
