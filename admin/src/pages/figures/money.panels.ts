import { inMoney } from '../../lookups/money.ts'
import { inWords, within, type Figure, type Panel } from './panel.ts'

/** Which plans organizations are on now. */
export const plansPanel: Panel = {
  id: 'plans',
  title: 'Plans',
  subject: 'Subscription',
  async read(transaction) {
    const { rows } = await transaction.raw<{ rows: { tier: string; count: number }[] }>(
      `select subscription_tier as tier, cast(count(*) as integer) as count from organizations
       group by subscription_tier order by count desc, subscription_tier`,
    )
    return {
      figures: rows.map(({ count, tier }) => ({
        label: tier,
        value: inWords(count),
        listed: count,
        link: { lookup: 'organizations', filters: { tier } },
      })),
      ...(rows.length === 0 && { empty: 'There is no organization yet.' }),
    }
  },
}

interface Paid {
  readonly currency: string
  readonly invoices: number
  readonly paid: number
  readonly refunded: number
  /** Invoices of which something was paid back. */
  readonly back: number
}

interface Recurring {
  readonly currency: string
  readonly subscriptions: number
  readonly monthly: number
}

/**
 * What was paid, and what comes in each month; each currency by itself, because nobody knows at what rate they could be added.
 */
export const revenuePanel: Panel = {
  id: 'revenue',
  title: 'Revenue',
  subject: 'Invoice',
  async read(transaction, range) {
    const paid = await transaction.raw<{ rows: Paid[] }>(
      `select lower(currency) as currency, cast(count(*) as integer) as invoices,
         sum(amount_paid) as paid, sum(amount_refunded) as refunded,
         cast(count(*) filter (where amount_refunded > 0) as integer) as back
       from invoices where created_at >= :from and created_at < :to and status = 'paid'
       group by 1 order by 1`,
      { from: range.from, to: range.to },
    )
    // What the invoice of the period under way was, by the month.
    const recurring = await transaction.raw<{ rows: Recurring[] }>(
      `select lower(i.currency) as currency, cast(count(*) as integer) as subscriptions,
         round(sum((i.amount_paid - i.amount_refunded) / i.months)) as monthly
       from subscriptions s cross join lateral (
         select currency, amount_paid, amount_refunded, greatest(1,
           round(extract(epoch from period_end - period_start) / 2629800)) as months
         from invoices where invoices.organization_id = s.organization_id and status = 'paid'
           and period_start <= :to and period_end > :to
         order by created_at desc, id desc limit 1) i
       where s.status in ('active', 'past_due')
       group by 1 order by 1`,
      { to: range.to },
    )
    const figures: Figure[] = [
      ...recurring.rows.map(({ currency, monthly, subscriptions }): Figure => ({
        label: `a month, of ${inWords(subscriptions)} ${subscriptions === 1 ? 'subscription' : 'subscriptions'}`,
        value: inMoney(Number(monthly), currency),
        listed: subscriptions,
        link: { lookup: 'subscriptions', filters: { paysIn: currency } },
      })),
      ...paid.rows.flatMap(({ back, currency, invoices, ...sums }): Figure[] => {
        const link = {
          lookup: 'invoices',
          filters: { status: 'paid', currency, ...within('createdAt', range) },
        }
        const counted = `${inWords(invoices)} ${invoices === 1 ? 'invoice' : 'invoices'}`
        return [
          {
            label: `paid, ${counted}`,
            value: inMoney(Number(sums.paid), currency),
            listed: invoices,
            link,
          },
          ...(back === 0
            ? []
            : [
                {
                  label: `of it paid back, ${back} ${back === 1 ? 'invoice' : 'invoices'}`,
                  value: inMoney(Number(sums.refunded), currency),
                  listed: back,
                  link: { ...link, filters: { ...link.filters, refunded: 'yes' } },
                },
              ]),
        ]
      }),
    ]
    return {
      figures,
      ...(figures.length === 0 && {
        empty:
          'Nothing was paid in this time. Where a provider of payments is set up, look at its plugin.',
      }),
    }
  },
}
