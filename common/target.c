/* The little that flags and targets can do by themselves. */
#include "kube/target.h"

#include <stddef.h>

bool kube_flag_given(const char *flag)
{
	return flag && *flag;
}

const char *kube_flag_or(const char *flag, const char *otherwise)
{
	return kube_flag_given(flag) ? flag : otherwise;
}

void kube_config_forget_user(struct kube_config *c)
{
	c->cert_file = c->cert_data = c->key_file = c->key_data = "";
	c->token = c->token_file = c->login = c->password = "";
	c->auth_provider = NULL;
	c->exec = NULL;
}
