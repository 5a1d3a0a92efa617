#!/usr/bin/env bash
# From the source to samples of an installed tool and of a program of one's own, in a folder that is empty before and
# gone afterwards. Every command is printed.
#   bash docs/walkthrough.sh [PACKAGES]
# packs the source, or takes the packages of a folder. Needs bash, awk, curl, sed and the .NET 10 SDK.
set -euo pipefail
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDTERMINALLOGGER=off

clone=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

run() {
    printf '\n$ %s\n' "$*" >&2
    "$@"
}

# y is x1 + x2 or x1 - x2, by a class that the model is not shown.
points() {
    awk -v seed="$1" -v rows="$2" 'BEGIN {
        srand(seed)
        print "x1,x2,y,class"
        for (i = 0; i < rows; i++) {
            x1 = 4 * rand(); x2 = 2 * rand(); up = rand() < 0.5
            printf "%.4f,%.4f,%.4f,%s\n", x1, x2, x1 + (up ? x2 : -x2) + 0.2 * (rand() - 0.5), up ? "plus" : "minus"
        }
    }'
}

if [ $# -gt 0 ]; then
    cp -R "$1" "$folder/packages"
else
    run cd "$clone"
    run dotnet pack -c Release -o "$folder/packages"
fi

# From here on nothing of ours comes from an earlier installation; packages of others may come from the machine's cache.
others=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')
[ -d "$others/latentsharp" ] || export RestoreFallbackFolders=$others
export NUGET_PACKAGES=$folder/cache PATH=$folder/tools:$PATH

run cd "$folder"
run dotnet tool install LatentSharp.Tool --tool-path tools --prerelease --source packages
run dotnet tool exec LatentSharp.Tool --prerelease --yes --source packages -- --version
run tools/latent --version
run tools/latent train digits

run points 1 2000 >points.csv
run latent train points.csv --condition x1,x2 --target y --label class --out runs/points
run rm points.csv
run mkdir elsewhere
run mv runs/points elsewhere

run points 2 3 >new.csv
run latent sample elsewhere/points --condition new.csv --count 4
run points 3 500 >fresh.csv
run latent encode elsewhere/points fresh.csv --out encoded.npz
run latent read encoded.npz
run latent export elsewhere/points --format safetensors --out runs/points
run latent sample runs/points --condition new.csv --mean
run latent export elsewhere/points --format onnx --out graphs

printf '\n$ latent serve elsewhere/points --port 0 &\n' >&2
latent serve elsewhere/points --port 0 2>serving.txt &
server=$!
until address=$(grep -o 'http://[0-9.:]*' serving.txt | head -n 1) && [ -n "$address" ]; do
    kill -0 "$server"
    sleep 0.1
done
run curl -s "$address/sample" --json '{"condition": [[1.2, 0.4]], "count": 3}'
run kill "$server"
wait "$server" || [ $? -eq 143 ]
run cat serving.txt

run dotnet new console -o sampling
run cd sampling
run dotnet new nugetconfig
run dotnet nuget add source ../packages --name latentsharp --configfile nuget.config
run dotnet add package LatentSharp --prerelease
sed -n '/^```csharp$/,/^```$/{/^```$/q;/^```/d;p;}' "$clone/docs/using-a-model.md" >Program.cs
run cat Program.cs
run dotnet run -- ../runs/points
