"""All numbers that make one landscape. Lengths in metres, angles in radians, colours linear."""

from __future__ import annotations

from typing import NamedTuple

SKY, CLOUD, ROCK, SNOW, GRASS, TREE, WATER, SAND, DIRT, MOUNTAIN = range(10)
NEVER = 2.0
"""A forest threshold that no density reaches."""


class Scene(NamedTuple):
    """One landscape. The camera stands at x = z = 0; water is at y = 0."""

    # Where in the noise the landscape lies.
    origin_x: float = 0.0
    origin_z: float = 0.0
    seed: float = 0.0
    # Camera: height, directions on the ground, tangent of half the field of view, horizon's row.
    eye_y: float = 0.0
    forward_x: float = 1.0
    forward_z: float = 0.0
    right_x: float = 0.0
    right_z: float = 1.0
    half_width: float = 0.5
    horizon: float = 256.0
    pixel: float = 0.002  # width of a pixel at a distance of 1
    farthest: float = 45000.0
    ground_y: float = 0.0  # of the ground or water under the camera
    # Mountains: height, wavelength, share of the height near the camera, where they rise, ridges.
    mountain_height: float = 0.0
    mountain_length: float = 1000.0
    mountain_floor: float = 1.0
    mountain_near: float = 0.0
    mountain_far: float = 1.0
    mountain_ridge: float = 0.0
    # Hills and the level that everything stands on.
    hill_height: float = 0.0
    hill_length: float = 500.0
    base: float = 0.0
    # Coast: a plane that tilts towards (coast_x, coast_z); height of its cliffs.
    coast_height: float = 0.0
    coast_length: float = 500.0
    coast_x: float = 1.0
    coast_z: float = 0.0
    coast_offset: float = 0.0
    cliff: float = 0.0
    # Lake: a basin.
    lake_radius: float = 300.0
    lake_depth: float = 0.0
    lake_x: float = 0.0
    lake_z: float = 0.0
    # Dunes: height, wavelength, direction of the wind.
    dune_height: float = 0.0
    dune_length: float = 100.0
    dune_x: float = 1.0
    dune_z: float = 0.0
    # Terraces of a canyon.
    terrace: float = 0.0
    # River along the view: half its width, offset, swing, wavelength, depth, phase, width of its valley.
    river_width: float = 0.0
    river_offset: float = 0.0
    river_swing: float = 0.0
    river_length: float = 100.0
    river_depth: float = 0.0
    river_phase: float = 0.0
    river_valley: float = 0.0
    # Forest: threshold and wavelength of its density, cells, height, conifers (0..1), limits.
    forest_threshold: float = NEVER
    forest_length: float = 200.0
    tree_cell: float = 7.0
    tree_height: float = 9.0
    conifer: float = 0.0
    tree_line: float = 900.0
    tree_steepness: float = 3.0
    clearing: float = 0.0  # radius around the camera with fewer trees
    near: float = 110.0  # up to here trees are drawn leaf by leaf
    # Boulders: share of cells, size of a cell, height.
    boulder_share: float = 0.0
    boulder_cell: float = 4.0
    boulder_height: float = 1.0
    # Materials: limits.
    snow_line: float = 9000.0
    snow_normal: float = 0.72
    rock_normal: float = 0.74
    sand_line: float = -1.0
    all_sand: float = 0.0
    sand_mix: float = 0.0
    dirt_threshold: float = 0.3
    road: float = 0.0  # half its width
    road_offset: float = 0.0
    # Materials: colours.
    grass_r: float = 0.062
    grass_g: float = 0.088
    grass_b: float = 0.026
    dryness: float = 0.0
    rock_r: float = 0.2
    rock_g: float = 0.19
    rock_b: float = 0.18
    sand_r: float = 0.46
    sand_g: float = 0.38
    sand_b: float = 0.26
    lush: float = 1.0
    autumn: float = 0.0
    # Light: direction of the sun, its colour, that of the sky as a whole.
    sun_x: float = 0.0
    sun_y: float = 1.0
    sun_z: float = 0.0
    sun_azimuth: float = 0.0
    sun_r: float = 0.0
    sun_g: float = 0.0
    sun_b: float = 0.0
    ambient_r: float = 0.0
    ambient_g: float = 0.0
    ambient_b: float = 0.0
    haze_density: float = 0.0  # per metre
    haze_height: float = 500.0
    # Water: slope of the waves, colour of the depth, foam.
    waves: float = 0.0
    water_r: float = 0.0
    water_g: float = 0.0
    water_b: float = 0.0
    foam: float = 0.0
    # Clouds: cumulus (0 or 1) with base, thickness, cover, scale, density; cirrus and overcast 0..1.
    cumulus: float = 0.0
    cloud_base: float = 0.0
    cloud_thickness: float = 1.0
    cloud_cover: float = 0.0
    cloud_scale: float = 1.0
    cloud_density: float = 0.0
    cirrus: float = 0.0
    overcast: float = 0.0
    # Nothing but trees and clouds is higher.
    highest: float = 0.0
