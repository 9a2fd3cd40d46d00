import { RestliClient } from 'linkedin-api-client'

/** LinkedIn's own library, pointed at a sandbox. It knows no base address: an interceptor redirects every request. */
export function officialClient(sandboxUrl: string): RestliClient {
  const client = new RestliClient()
  client.axiosInstance.interceptors.request.use((config) => {
    const url = (config.url ?? '').replace('https://', `${sandboxUrl}/`)
    return { ...config, url }
  })
  return client
}
