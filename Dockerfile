# The bot in a container: slim, not root, with a health check of its own web door.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE constraints.txt ./
COPY bot bot
COPY templates templates
RUN python -m venv /opt/tenbrief \
    && /opt/tenbrief/bin/pip install --no-cache-dir -c constraints.txt ".[full]"

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 tenbrief
COPY --from=build /opt/tenbrief /opt/tenbrief
ENV PATH=/opt/tenbrief/bin:$PATH \
    DATABASE_URL=sqlite:////data/tenbrief.db \
    WEB_HOST=0.0.0.0
RUN mkdir /data && chown tenbrief /data
USER tenbrief
WORKDIR /home/tenbrief
# The volume takes over the owner of the folder it first covers.
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD \
    ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ.get('WEB_PORT', '8080')}/health\", timeout=4)"]
ENTRYPOINT ["tenbrief"]
CMD ["run"]
