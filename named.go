package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/internal/bulk"
)

// fileNamed is the file that a person has named in the terminal, and the format that its
// ending tells.
func fileNamed(name string) (file string, format bulk.Format, err error) {
	name = strings.TrimSpace(name)
	if n := len(name); n > 1 && (name[0] == '\'' || name[0] == '"') && name[n-1] == name[0] {
		name = name[1 : n-1] // as terminals write the name of a file that is dropped on them
	}
	if name == "" {
		return "", "", errors.New("type the name of a file")
	}
	if name, err = fromHome(name); err != nil {
		return "", "", err
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return "", "", fmt.Errorf("%s is a folder: add the name of a file", forPeople(name))
	}
	if format, err = bulk.ParseFormat("", name); err != nil {
		return "", "", errors.New("end the name in .jsonld for JSON-LD, or in .nq for N-Quads")
	}
	file, err = filepath.Abs(name)
	return file, format, err
}

// fromHome is a name with the person's own folder in the place of ~.
func fromHome(name string) (string, error) {
	rest, ok := strings.CutPrefix(name, "~")
	if !ok || rest != "" && !os.IsPathSeparator(rest[0]) {
		return name, nil
	}
	home := getenv("HOME")
	if home == "" {
		return "", errors.New("nobody knows where ~ is: $HOME is not defined")
	}
	return home + rest, nil
}

// forPeople is the name of a file, as short as it is clear.
func forPeople(file string) string {
	if home := getenv("HOME"); home != "" {
		if rest, ok := strings.CutPrefix(file, home); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
			return "~" + rest
		}
	}
	return file
}

// maxEntries is how much of a folder is looked at to complete a name.
const maxEntries = 20_000

// filesLike are the names of folders, and of files of our formats, that begin with what
// is typed.
func filesLike(_ context.Context, typed string) (names []string, err error) {
	if typed == "~" {
		return []string{"~/"}, nil
	}
	dir, base := filepath.Split(typed)
	in, err := fromHome(dir)
	if err != nil {
		return nil, err
	}
	if in == "" {
		in = "."
	}
	folder, err := os.Open(in)
	if err != nil {
		return nil, fmt.Errorf("there is no folder %s", dir)
	}
	defer func() { _ = folder.Close() }()
	entries, err := folder.ReadDir(maxEntries)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s cannot be looked into: %w", forPeople(in), err)
	}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, base) || name[0] == '.' && base == "" {
			continue
		}
		info, err := os.Stat(filepath.Join(in, name)) // where a link leads
		switch {
		case err != nil:
		case info.IsDir():
			names = append(names, dir+name+string(os.PathSeparator))
		default:
			if _, err := bulk.ParseFormat("", name); err == nil {
				names = append(names, dir+name)
			}
		}
	}
	slices.Sort(names)
	return names, nil
}
