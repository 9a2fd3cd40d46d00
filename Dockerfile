# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /app
# All of it before the installation: which packages there are, their folders say.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY admin admin
COPY core core
COPY migrations migrations
COPY plugins plugins
RUN npx --yes pnpm@12 install --frozen-lockfile --prod

# The console's bundle, made by tools that the image does not carry.
FROM build AS console
RUN npx --yes pnpm@12 install --frozen-lockfile --filter @t21/admin \
  && node admin/src/build.ts

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 T21_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app /app
COPY --from=console /app/admin/dist /app/admin/dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/health/live').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# No npm in between: the process itself gets the signals.
ENTRYPOINT ["node", "core/src/main.ts"]
CMD ["start"]
