# Sourced: where `terraform init` gets the AWS provider from. A mirror on this machine is taken where there is one (a folder laid out as
# registry.terraform.io/hashicorp/aws/<version>/<platform>), named by FREEHOLD_TERRAFORM_PLUGINS or in a usual place; else the registry.
provider=()
for folder in "${FREEHOLD_TERRAFORM_PLUGINS:-}" "$HOME/.terraform.d/plugins" /usr/local/share/terraform/plugins /usr/share/terraform/plugins /opt/*; do
  if [ -n "$folder" ] && [ -d "$folder/registry.terraform.io/hashicorp/aws" ]; then
    provider=(-plugin-dir="$folder")
    break
  fi
done
# A settings file that is not there is only noise in every answer.
if [ -n "${TF_CLI_CONFIG_FILE:-}" ] && [ ! -f "$TF_CLI_CONFIG_FILE" ]; then unset TF_CLI_CONFIG_FILE; fi
