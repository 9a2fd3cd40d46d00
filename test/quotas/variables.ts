/** Rate limits that a crowd does not meet. */
export const unlimited = {
  RATE_LIMIT_ANONYMOUS: '1000000',
  RATE_LIMIT_FREE: '1000000',
  RATE_LIMIT_PRO: '1000000',
  RATE_LIMIT_BUSINESS: '1000000',
  RATE_LIMIT_AUTH: '1000000',
} as const
