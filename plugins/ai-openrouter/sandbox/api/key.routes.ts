import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { answered } from './errors.ts'
import { requireKey } from './keys.ts'

/** What a key may still spend ("Limits", "Checking your limits"). */
export const keyRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host: 'openrouter.ai',
    path: '/api/v1/key',
    operation: 'get_key',
    handle: (request) =>
      answered(() => {
        const name = requireKey(request)
        const spent = name === 'nocredit' || name === 'keylimit'
        return {
          status: 200,
          json: {
            data: {
              label: `sk-or-v1-san...${name.slice(-3)}`,
              limit: 10,
              limit_reset: null,
              limit_remaining: spent ? 0 : 10,
              include_byok_in_limit: false,
              usage: spent ? 10 : 0,
              usage_daily: 0,
              usage_weekly: 0,
              usage_monthly: 0,
              byok_usage: 0,
              byok_usage_daily: 0,
              byok_usage_weekly: 0,
              byok_usage_monthly: 0,
              is_free_tier: false,
              is_management_key: false,
              is_provisioning_key: false,
              allowed_data_regions: ['global'],
              creator_user_id: null,
              organization_id: null,
              workspace_id: null,
              expires_at: null,
              // Deprecated; safe to ignore, and still there.
              rate_limit: { requests: -1, interval: '10s', note: 'This field is deprecated.' },
              free_model_daily_requests: { used: 0, limit: 1000, remaining: 1000 },
            },
          },
        }
      }),
  },
]
