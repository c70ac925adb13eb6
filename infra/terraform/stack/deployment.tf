resource "aws_codedeploy_app" "main" {
  count = var.gradual_deployment ? 1 : 0

  name             = var.name
  compute_platform = "Lambda"
}

resource "aws_iam_role" "codedeploy" {
  count = var.gradual_deployment ? 1 : 0

  name = "${var.name}-codedeploy"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "codedeploy.amazonaws.com" }
      Action    = ["sts:AssumeRole"]
    }]
  })
}

locals {
  codedeploy_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Shift"
        Effect   = "Allow"
        Action   = ["lambda:UpdateAlias", "lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig"]
        Resource = flatten([for name in keys(local.http_functions) : ["${local.arn_prefix.function}${name}", "${local.arn_prefix.function}${name}:live"]])
      },
      {
        Sid      = "Alarms"
        Effect   = "Allow"
        Action   = ["cloudwatch:DescribeAlarms"]
        Resource = ["*"]
      },
    ]
  }
}

resource "aws_iam_role_policy" "codedeploy" {
  count = var.gradual_deployment ? 1 : 0

  name   = "codedeploy"
  role   = aws_iam_role.codedeploy[0].id
  policy = jsonencode(local.codedeploy_policy)
}
