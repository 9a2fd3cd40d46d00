import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { change, create } from '../api/act.ts'
import { endpoint } from '../api/endpoint.ts'
import { invalid } from '../api/errors.ts'
import { newId } from '../api/ids.ts'
import { created, page, paging } from '../api/lists.ts'
import { mergedMetadata, metadata } from '../api/metadata.ts'
import { flag, integer, list, object, oneOf, required, text } from '../api/params.ts'
import { newPrice, newProduct } from './catalogue.ts'
import { existing } from './existing.ts'
import { table } from './records.ts'

const interval = oneOf('day', 'week', 'month', 'year')

/** `/v1/products` and `/v1/prices`. */
export const catalogueRoutes: readonly EmulatorRoute[] = [
  endpoint(
    {
      method: 'GET',
      path: '/products',
      operation: 'list_products',
      params: { ...paging, active: flag, ids: list(required(text)), created },
    },
    ({ context }, { active, ids, created: when, ...asked }) => {
      const found = [...table(context, 'products').values()].filter(
        (product) =>
          (active === undefined || product.active === active) &&
          (ids === undefined || ids.includes(product.id)) &&
          (when === undefined || when(product.created)),
      )
      return page(found, '/products', asked)
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/products/:id',
      operation: 'retrieve_product',
      params: {},
    },
    ({ context }, _, { id }) => existing(context, 'products', id),
  ),
  endpoint(
    {
      method: 'POST',
      path: '/products',
      operation: 'create_product',
      params: { name: required(text), active: flag, description: text, metadata },
    },
    (act, { name, active = true, description = null, metadata: given }) => {
      const made = { name, active, description, metadata: mergedMetadata({}, given) }
      const product = newProduct(newId('prod', 14), act.at, made)
      return create(act, 'products', product, 'product.created')
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/prices',
      operation: 'list_prices',
      params: {
        ...paging,
        active: flag,
        created,
        currency: text,
        lookup_keys: list(required(text)),
        product: text,
        type: oneOf('one_time', 'recurring'),
        recurring: object({ interval }),
      },
    },
    ({ context }, asked) => {
      const { active, created: when, currency, lookup_keys: keys, product, type } = asked
      const found = [...table(context, 'prices').values()].filter(
        (price) =>
          (active === undefined || price.active === active) &&
          (when === undefined || when(price.created)) &&
          (currency === undefined || price.currency === currency) &&
          (keys === undefined || keys.includes(price.lookup_key ?? '')) &&
          (product === undefined || price.product === product) &&
          (type === undefined || price.type === type) &&
          (asked.recurring?.interval === undefined ||
            price.recurring?.interval === asked.recurring.interval),
      )
      return page(found, '/prices', asked)
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/prices/:id',
      operation: 'retrieve_price',
      params: {},
    },
    ({ context }, _, { id }) => existing(context, 'prices', id),
  ),
  endpoint(
    {
      method: 'POST',
      path: '/prices',
      operation: 'create_price',
      params: {
        product: required(text),
        currency: required(text),
        unit_amount: required(integer),
        recurring: object({ interval: required(interval), interval_count: integer }),
        lookup_key: text,
        nickname: text,
        metadata,
      },
    },
    (act, { recurring, metadata: given, ...terms }) => {
      existing(act.context, 'products', terms.product, 'product')
      if (!/^[a-z]{3}$/.test(terms.currency)) {
        throw invalid(`Invalid currency: ${terms.currency}.`, 'currency')
      }
      if (terms.unit_amount < 0) {
        throw invalid('Invalid non-negative integer', 'unit_amount', 'parameter_invalid_integer')
      }
      const made = { ...terms, ...recurring, metadata: mergedMetadata({}, given) }
      return create(act, 'prices', newPrice(newId('price'), act.at, made), 'price.created')
    },
  ),
  endpoint(
    {
      method: 'POST',
      path: '/prices/:id',
      operation: 'update_price',
      params: { active: flag, nickname: text, metadata },
    },
    (act, { active, nickname, metadata: given }, { id }) => {
      const price = existing(act.context, 'prices', id)
      const changes = {
        active: active ?? price.active,
        nickname: nickname ?? price.nickname,
        metadata: mergedMetadata(price.metadata, given),
      }
      return change(act, 'prices', id, changes, 'price.updated')
    },
  ),
]
