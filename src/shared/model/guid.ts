const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** In lower case, as ids of tenants, subscriptions and objects are kept here. */
export function isGuid(text: string): boolean {
  return guid.test(text);
}
