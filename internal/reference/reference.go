// Package reference gives tests the JavaScript reference engine of m-ld, its relay and its compliance suite, at pinned
// versions.
//
// The packages come from npm, by the lock file in the js folder, once for each version of that file, into the user's
// cache directory; test processes that run at the same time wait for each other. A test that calls [Dir] is skipped, with
// a word why, on a machine without Node; with CI=true in the environment it fails instead.
//
// Everything here is safe to use from parallel tests.
package reference

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Scripts in the js folder, by the name that [Node] takes.
const (
	// CloneScript is one reference clone that speaks the protocol of `mld-tui headless`.
	CloneScript = "clone.mjs"
	// relayScript is the reference's own relay; see [Relay].
	relayScript = "relay.mjs"
)

// cacheEnv names an environment variable with a directory to be used in place of the user's cache directory.
const cacheEnv = "MLD_TUI_TEST_CACHE"

// installTimeout bounds `npm ci`, and with it the wait for another process that runs it.
const installTimeout = 5 * time.Minute

//go:embed js
var files embed.FS

// Dir makes sure that the packages are installed and returns a directory that holds the scripts, from where Node finds
// the packages. The directory is shared: do not write there. Without Node or npm the test is skipped, or fails under
// CI=true; it fails as well if the installation does.
func Dir(t testing.TB) string {
	t.Helper()
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			missing(t, fmt.Sprintf("%s is not installed, so nothing can be tested against the JavaScript engine: install Node 18 or later", tool))
		}
	}
	dir, err := Install()
	if err != nil {
		t.Fatalf("the JavaScript reference engine could not be installed: %v", err)
	}
	return dir
}

func missing(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// Install is [Dir] for programs that are not tests.
func Install() (string, error) { return install() }

var install = sync.OnceValues(func() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), installTimeout)
	defer cancel()
	cache, err := cacheDir()
	if err != nil {
		return "", err
	}
	root, err := installPackages(ctx, cache)
	if err != nil {
		return "", err
	}
	return installScripts(root)
})

func cacheDir() (string, error) {
	if dir := os.Getenv(cacheEnv); dir != "" {
		return filepath.Abs(dir)
	}
	if dir, err := os.UserCacheDir(); err == nil {
		dir = filepath.Join(dir, "mld-tui-tests")
		if os.MkdirAll(dir, 0o750) == nil {
			return dir, nil
		}
	}
	// A bare machine can have no home, or one that cannot be written
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("mld-tui-tests-%d", os.Getuid()))
	return dir, os.MkdirAll(dir, 0o700)
}

// installPackages runs `npm ci` in a directory of its own, which takes its final name only when it is complete, so that
// an installation that was cut short is never used.
func installPackages(ctx context.Context, cache string) (string, error) {
	names := []string{"package.json", "package-lock.json"}
	version, err := hashFiles(names)
	if err != nil {
		return "", err
	}
	root := filepath.Join(cache, version)
	if complete(root) {
		return root, nil
	}
	if err := os.MkdirAll(cache, 0o750); err != nil {
		return "", err
	}
	unlock, err := lockFile(ctx, root+".lock")
	if err != nil {
		return "", fmt.Errorf("waiting for another installation in %s: %w", cache, err)
	}
	defer unlock()
	if complete(root) {
		return root, nil
	}
	building, err := os.MkdirTemp(cache, "installing-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(building) }()
	if err := copyFiles(building, names); err != nil {
		return "", err
	}
	// No install scripts: the only ones are builds of what comes ready built, or is optional
	cmd := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = building
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	if err := os.Rename(building, root); err != nil && !complete(root) {
		return "", err
	}
	return root, nil
}

func complete(root string) bool {
	_, err := os.Stat(filepath.Join(root, "node_modules", "@m-ld", "m-ld"))
	return err == nil
}

// installScripts copies the scripts to a folder below the packages. It is named by their contents: a change of a script
// neither installs the packages again nor disturbs a test process that began before it.
func installScripts(root string) (string, error) {
	names, err := fs.Glob(files, "js/*.?js")
	if err != nil {
		return "", err
	}
	for i, name := range names {
		names[i] = filepath.Base(name)
	}
	version, err := hashFiles(names)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(root, "scripts-"+version)
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	building, err := os.MkdirTemp(root, "copying-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(building) }()
	if err := copyFiles(building, names); err != nil {
		return "", err
	}
	if err := os.Rename(building, dir); err != nil {
		if _, statErr := os.Stat(dir); statErr != nil {
			return "", err
		}
	}
	return dir, nil
}

func copyFiles(dir string, names []string) error {
	for _, name := range names {
		content, err := files.ReadFile("js/" + name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func hashFiles(names []string) (string, error) {
	hash := sha256.New()
	for _, name := range names {
		content, err := files.ReadFile("js/" + name)
		if err != nil {
			return "", err
		}
		_, _ = fmt.Fprintf(hash, "%s %d\n", name, len(content))
		hash.Write(content)
	}
	return hex.EncodeToString(hash.Sum(nil))[:16], nil
}
