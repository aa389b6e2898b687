#!/usr/bin/env bash
# Fetches the front-end libraries again, minified, with their licences, into the static folder.
# Runs through the npm client as it is configured; nothing here names where packages come from.
# Raise a version below deliberately, run it, look at every page, commit the result.
set -euo pipefail

TABLER=1.6.1
ECHARTS=6.1.0
HTMX=2.0.11
ESBUILD=0.25.12 # joins only the parts of ECharts that our charts use

root=$(cd "$(dirname "$0")/.." && pwd)
target=$root/src/luoshi/web/static/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-save --no-audit --no-fund --ignore-scripts \
    "@tabler/core@$TABLER" "echarts@$ECHARTS" "htmx.org@$HTMX" "esbuild@$ESBUILD" >/dev/null

cat > charts.js <<'JS'
import * as echarts from "echarts/core";
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";
echarts.use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);
window.echarts = { init: echarts.init, getInstanceByDom: echarts.getInstanceByDom };
JS

rm -rf "$target"
mkdir -p "$target"
npx --no-install esbuild charts.js --bundle --minify --format=iife --legal-comments=none --log-level=warning \
    --outfile="$target/echarts.min.js"
cp node_modules/htmx.org/dist/htmx.min.js "$target/htmx.min.js"
# Comments naming source maps that are not shipped would only make browsers ask for them in vain.
sed -E 's#/\*\# sourceMappingURL=[^*]*\*/##' node_modules/@tabler/core/dist/css/tabler.min.css > "$target/tabler.min.css"

cp node_modules/echarts/LICENSE "$target/echarts.LICENSE.txt"
cp node_modules/echarts/NOTICE "$target/echarts.NOTICE.txt"
cp node_modules/zrender/LICENSE "$target/zrender.LICENSE.txt"
cp node_modules/htmx.org/LICENSE "$target/htmx.LICENSE.txt"
# The package carries its licence as a line in its header only; the MIT text goes beside it in full.
{
    sed -n '2,7p' node_modules/@tabler/core/dist/css/tabler.css
    cat <<'MIT'

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense,
and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN
NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
MIT
} > "$target/tabler.LICENSE.txt"

{
    echo "Front-end libraries, as fetched by tools/vendor.sh"
    echo
    echo "@tabler/core $TABLER  MIT           tabler.min.css"
    echo "echarts      $ECHARTS  Apache-2.0    echarts.min.js (bar, line, SVG renderer only)"
    echo "zrender      $(node -p "require('./node_modules/zrender/package.json').version")  BSD-3-Clause  inside echarts.min.js"
    echo "htmx.org     $HTMX  0BSD          htmx.min.js"
    echo
    (cd "$target" && sha256sum -- *.min.*)
} > "$target/VENDOR.txt"
