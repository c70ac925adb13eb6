# GitHub proves which workflow asks; no key of AWS lies at GitHub.
resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

locals {
  # A pull request may look; only a run in the named environment, behind its reviewers, may change.
  subjects = merge(
    { plan = "repo:${var.github_repository}:pull_request" },
    { for environment in var.environments : "deploy-${environment}" => "repo:${var.github_repository}:environment:${environment}" },
  )
}

resource "aws_iam_role" "workflow" {
  for_each = local.subjects

  name                 = "${var.name}-${each.key}"
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.github.arn }
      Action    = ["sts:AssumeRoleWithWebIdentity"]
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = each.value
        }
      }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "plan" {
  role       = aws_iam_role.workflow["plan"].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/ReadOnlyAccess"
}

# Making roles and keys is what a deployment does, so it needs an administrator's rights: an account per environment, both
# environments for the branch main alone, reviewers before production (docs/operating/install.md).
resource "aws_iam_role_policy_attachment" "deploy" {
  for_each = var.environments

  role       = aws_iam_role.workflow["deploy-${each.key}"].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/AdministratorAccess"
}

# ReadOnlyAccess reads secrets' names, not what is in them; the state holds none (docs/operating/rotate-secrets.md).
resource "aws_iam_role_policy" "plan" {
  name = "state"
  role = aws_iam_role.workflow["plan"].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["kms:Decrypt"], Resource = [aws_kms_key.state.arn] },
      { Effect = "Deny", Action = ["secretsmanager:GetSecretValue", "dynamodb:GetItem", "dynamodb:Scan", "dynamodb:Query"], Resource = ["*"] },
    ]
  })
}
