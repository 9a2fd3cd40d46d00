/** Noon of 2026-11-01 (UTC), in seconds. */
export const noon = Date.UTC(2026, 10, 1, 12) / 1000

/** A month later. */
export const later = Date.UTC(2026, 11, 1, 12) / 1000

/** A price of a plan. */
export function price(id: string, more: object = {}): object {
  return {
    id,
    object: 'price',
    active: true,
    currency: 'gbp',
    unit_amount: id === 'price_business' ? 3500 : 700,
    recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
    ...more,
  }
}

/** A subscription of `cus_1` for PRO. */
export function subscription(more: object = {}, item: object = {}): object {
  return {
    id: 'sub_1',
    object: 'subscription',
    customer: 'cus_1',
    status: 'active',
    created: noon,
    start_date: noon,
    trial_end: null,
    ended_at: null,
    canceled_at: null,
    cancel_at: null,
    cancel_at_period_end: false,
    items: {
      object: 'list',
      has_more: false,
      data: [
        {
          id: 'si_1',
          object: 'subscription_item',
          price: price('price_pro'),
          current_period_start: noon,
          current_period_end: later,
          ...item,
        },
      ],
    },
    ...more,
  }
}

/** A paid bill of `cus_1`. */
export function invoice(more: object = {}): object {
  return {
    id: 'in_1',
    object: 'invoice',
    customer: 'cus_1',
    number: 'T21-0001',
    status: 'paid',
    total: 700,
    amount_due: 700,
    amount_paid: 700,
    currency: 'gbp',
    created: noon,
    due_date: null,
    period_start: noon,
    period_end: noon,
    hosted_invoice_url: 'https://invoice.stripe.com/i/1',
    invoice_pdf: 'https://pay.stripe.com/1.pdf',
    status_transitions: { finalized_at: noon },
    parent: null,
    lines: {
      object: 'list',
      has_more: false,
      data: [line('1 × PRO', 700, { start: noon, end: later }, false)],
    },
    payments: {
      object: 'list',
      has_more: false,
      data: [{ payment: { type: 'payment_intent', payment_intent: 'pi_1' } }],
    },
    ...more,
  }
}

/** A line of a bill, for a subscription's item. */
export function line(
  description: string,
  amount: number,
  period: { readonly start: number; readonly end: number },
  proration: boolean,
): object {
  return {
    object: 'line_item',
    description,
    amount,
    period,
    parent: {
      type: 'subscription_item_details',
      subscription_item_details: { proration, subscription: 'sub_1' },
    },
  }
}

/** A charge of `cus_1`. */
export function charge(more: object = {}): object {
  return {
    id: 'ch_1',
    object: 'charge',
    customer: 'cus_1',
    payment_intent: 'pi_1',
    amount: 700,
    amount_refunded: 0,
    disputed: false,
    currency: 'gbp',
    created: noon,
    refunds: { object: 'list', data: [], has_more: false },
    ...more,
  }
}
